extension [UInt8] {
    /// These bytes in pieces of some size, as they may come; the last one may be shorter.
    package func pieces(of size: Int) -> [[UInt8]] {
        var (rest, pieces): (ArraySlice<UInt8>, [[UInt8]]) = (self[...], [])
        while !rest.isEmpty {
            pieces.append(Array(rest.prefix(size)))
            rest = rest.dropFirst(size)
        }
        return pieces
    }
}
