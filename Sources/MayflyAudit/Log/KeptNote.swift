/// The note of a checkpoint that was kept elsewhere.
package struct KeptNote: Hashable, Sendable {
    /// The most bytes of a file of notes: hourly notes of more than fifteen years.
    package static let longestFile = 32 * 1024 * 1024

    package let text: String
    /// Where it was found, for example `note 2 of archive/checkpoints`.
    package let place: String

    package init(_ text: String, place: String) {
        (self.text, self.place) = (text, place)
    }

    /// Divides a file of consecutive notes.
    ///
    /// Every byte belongs to one of them, and an empty file is one empty note: ``Checkpoint`` decides whether they are valid.
    package static func notes(in text: String, of file: String) -> [KeptNote] {
        let parts = parts(of: text)
        guard parts.count > 1 else { return [KeptNote(text, place: file)] }
        return parts.enumerated().map { KeptNote(String($0.element), place: "note \($0.offset + 1) of \(file)") }
    }

    /// Divides a text after each line of signatures that a line of another kind follows.
    private static func parts(of text: String) -> [Substring] {
        let bytes = text.utf8
        var parts: [Substring] = []
        var (start, line, isSigned) = (bytes.startIndex, bytes.startIndex, false)
        while line < bytes.endIndex {
            let isSignature = bytes[line...].starts(with: NoteSignature.mark.utf8)
            if isSigned, !isSignature {
                parts.append(text[start..<line])
                start = line
            }
            isSigned = isSignature
            let end = bytes[line...].firstIndex(of: UInt8(ascii: "\n"))
            line = end.map(bytes.index(after:)) ?? bytes.endIndex
        }
        return parts + [text[start...]]
    }
}
