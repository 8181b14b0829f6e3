/// The lines of a trust file, without blank ones and comments.
struct TrustLines {
    /// One line, without the spaces around it.
    struct Line {
        /// The line's number, from 1.
        var number: Int
        var text: Substring
    }

    let lines: [Line]
    private static let longest = 8 * 1024

    init(_ bytes: [UInt8], of file: TrustFile) throws(TrustFileError) {
        guard bytes.count <= TrustFile.longest else {
            throw TrustFileError(file: file, line: nil, fault: .tooLong(bound: TrustFile.longest))
        }
        var lines: [Line] = []
        let parts = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            let part = part.drop(while: Self.isSpace)
            guard let first = part.first, first != UInt8(ascii: "#") else { continue }
            guard part.count <= Self.longest else {
                throw TrustFileError(file: file, line: index + 1, fault: .lineTooLong(bound: Self.longest))
            }
            guard let text = String(validating: part, as: UTF8.self),
                text.utf8.split(separator: UInt8(ascii: "\t")).allSatisfy({ TextForm.line.accepts(Substring($0)) })
            else { throw TrustFileError(file: file, line: index + 1, fault: .text) }
            lines.append(Line(number: index + 1, text: text[...]))
        }
        self.lines = lines
    }

    /// Whether a byte separates words.
    static func isSpace(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
}
