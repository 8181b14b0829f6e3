extension Collection<UInt8> where Self: BidirectionalCollection {
    /// The bytes without an incomplete UTF-8 character at their end.
    package var withoutHalfCharacterAtEnd: SubSequence {
        var length = 0
        for byte in reversed().prefix(3) {
            length += 1
            if byte & 0xc0 == 0x80 { continue }
            let needed =
                switch byte {
                case 0xc2...0xdf: 2
                case 0xe0...0xef: 3
                case 0xf0...0xf4: 4
                default: 1
                }
            return needed > length ? dropLast(length) : self[...]
        }
        return self[...]
    }
}
