internal import MayflyRun

/// Decides how a reviewer sees a file that may not be text.
///
/// A shell runs a file with a NUL in it, and Python may run one that is not UTF-8: neither may hide its other content.
enum ShownText {
    /// The suffixes of files that are code or settings.
    private static let suffixes = [
        ".py", ".sh", ".bash", ".js", ".mjs", ".cjs", ".ts", ".pl", ".pm", ".rb", ".lua", ".awk", ".sql", ".json",
        ".yaml", ".yml", ".toml", ".ini", ".cfg",
    ]
    /// At most one byte in this many may be other than text.
    private static let share = 4

    /// Whether a file with this name is code, whatever its content.
    static func isCode(_ path: String) -> Bool {
        suffixes.contains { path.utf8.suffix($0.utf8.count).elementsEqual($0.utf8) }
    }

    /// The texts of a file before and after a change; `nil` when the file is not text.
    ///
    /// If one of them is not UTF-8, invalid bytes are written out in both and each backslash is doubled, so that no two different
    /// files look the same.
    static func pair(_ old: [UInt8], _ new: [UInt8], isCode: Bool) -> (String, String)? {
        let both = [old, new]
        guard isCode || both.allSatisfy({ $0.starts(with: "#!".utf8) || isMostlyText($0) }) else { return nil }
        let texts = both.compactMap { String(validating: $0, as: UTF8.self) }
        if texts.count == 2 { return (texts[0], texts[1]) }
        return (written(old), written(new))
    }

    private static func isMostlyText(_ bytes: [UInt8]) -> Bool {
        var odd = 0
        parts(of: bytes) { scalar, bytes in
            let isText = scalar.map { $0.value >= 0x20 || ["\n", "\t", "\r"].contains($0) } ?? false
            if !isText { odd += bytes.count }
        }
        return odd <= bytes.count / share
    }

    private static func written(_ bytes: [UInt8]) -> String {
        var text = ""
        parts(of: bytes) { scalar, bytes in
            switch scalar {
            case "\\": text += "\\\\"
            case let scalar?: text.unicodeScalars.append(scalar)
            case nil: text += bytes.map { Escape.shown($0) }.joined()
            }
        }
        return text
    }

    /// Calls `body` with every scalar, and with every sequence of bytes that is none.
    private static func parts(of bytes: [UInt8], _ body: (Unicode.Scalar?, ArraySlice<UInt8>) -> Void) {
        var parser = Unicode.UTF8.ForwardParser()
        var iterator = bytes.makeIterator()
        var start = 0
        while true {
            switch parser.parseScalar(from: &iterator) {
            case .valid(let encoded):
                body(Unicode.UTF8.decode(encoded), bytes[start..<start + encoded.count])
                start += encoded.count
            case .error(let length):
                body(nil, bytes[start..<start + length])
                start += length
            case .emptyInput: return
            }
        }
    }
}
