internal import MayflyCore
package import MayflyJSON

/// Parses named arguments of a command line.
package enum ArgumentText {
    private static let longestFile = 1 << 20

    /// Reads a JSON object, or `@` and the name of a file that holds one; `@-` is standard input.
    package static func object(_ text: String) throws(CommandFailure) -> JSON {
        let bytes =
            text.utf8.first == UInt8(ascii: "@")
            ? try LocalFile.bytes(of: String(text.unicodeScalars.dropFirst()), atMost: longestFile) : Array(text.utf8)
        let json = try value(bytes, of: "--args")
        guard case .object = json else {
            throw CommandFailure("--args must be a JSON object, for example '{\"month\": \"2026-05\"}'")
        }
        return json
    }

    /// Reads one `name=text` or `name:=json`.
    package static func member(_ text: String) throws(CommandFailure) -> JSON.Member {
        guard let end = text.utf8.firstIndex(of: UInt8(ascii: "=")), end != text.startIndex else {
            throw CommandFailure("-a \(text): write NAME=TEXT, or NAME:=JSON for a number, a list or true and false")
        }
        let value = String(Substring(text.utf8[text.utf8.index(after: end)...]))
        let name = Substring(text.utf8[..<end])
        guard name.utf8.last == UInt8(ascii: ":"), name.utf8.count > 1 else {
            return JSON.Member(String(name), .string(value))
        }
        return JSON.Member(
            String(Substring(name.utf8.dropLast())),
            try Self.value(Array(value.utf8), of: "-a \(text.excerpt())")
        )
    }

    private static func value(_ bytes: [UInt8], of option: String) throws(CommandFailure) -> JSON {
        do throws(JSONReader.Failure) {
            return try JSONReader.read(bytes)
        } catch {
            throw CommandFailure("\(option) is not JSON, at byte \(error.offset)")
        }
    }
}
