extension [UInt8] {
    /// Splits these bytes into pieces of one size, as they may arrive; the last piece may be shorter.
    package func pieces(of size: Int) -> [[UInt8]] {
        var (rest, pieces): (ArraySlice<UInt8>, [[UInt8]]) = (self[...], [])
        while !rest.isEmpty {
            pieces.append(Array(rest.prefix(size)))
            rest = rest.dropFirst(size)
        }
        return pieces
    }
}
