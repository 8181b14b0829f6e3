/// Cuts the host's input into lines.
package struct LineCutter {
    private let longest: Int
    private var line: [UInt8] = []
    /// Whether the rest of the line is skipped.
    private var isSkipping = false

    /// - Parameter longest: The most bytes of a line.
    package init(longest: Int = InputLine.longest) {
        self.longest = longest
    }

    /// Takes the next bytes, and returns the lines that they complete or make too long.
    package mutating func take(_ bytes: some Sequence<UInt8>) -> [InputLine] {
        var lines: [InputLine] = []
        for byte in bytes {
            if byte == UInt8(ascii: "\n") {
                if let line = end() { lines.append(line) }
                isSkipping = false
            } else if !isSkipping {
                if line.count < longest { line.append(byte) } else { lines.append(skip()) }
            }
        }
        return lines
    }

    /// The rest of the last line.
    package mutating func end() -> InputLine? {
        defer { line = [] }
        return line.isEmpty ? nil : .whole(line)
    }

    private mutating func skip() -> InputLine {
        line = []
        isSkipping = true
        return .tooLong
    }
}
