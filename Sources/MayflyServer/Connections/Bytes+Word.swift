extension Collection<UInt8> {
    /// Whether the bytes are a word of HTTP, whatever the case of its letters.
    ///
    /// `lowercased()` would also turn the Kelvin sign into a `k`.
    func isWord(_ word: String) -> Bool {
        elementsEqual(word.utf8) { byte, letter in
            (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 == letter : byte == letter
        }
    }
}
