internal import MayflyCore
internal import MayflyJSON

/// The meaning of a `mayfly://` name.
enum ResourceName: Hashable {
    case session(String)
    case stream(String, String)
    case artifact(String, String)
    case script(String)

    /// The templates of names, for clients that build them.
    static let templates: [(template: String, name: String, description: String, type: String)] = [
        ("mayfly://sessions/{id}", "session", "The record of a session", "application/json"),
        ("mayfly://sessions/{id}/stdout", "stdout", "What a session printed on standard output", "text/plain"),
        ("mayfly://sessions/{id}/stderr", "stderr", "What a session printed on standard error", "text/plain"),
        (
            "mayfly://sessions/{id}/artifacts/{name}", "artifact", "A file that a session left in /outputs",
            "application/octet-stream"
        ),
        (
            "mayfly://scripts/{name}", "script", "A script with its newest versions and their approvals",
            "application/json"
        ),
    ]

    /// - Returns: `nil` when no resource can have this name.
    init?(_ uri: String) {
        let scheme = "mayfly://"
        guard uri.hasPrefix(scheme) else { return nil }
        let segments = uri.dropFirst(scheme.count).split(separator: "/", omittingEmptySubsequences: false)
        let parts = segments.compactMap { PercentText.decode($0) }
        guard parts.count == segments.count, parts.count >= 2, !parts[1].isEmpty else { return nil }
        let rest = parts.dropFirst(2)
        switch (parts[0], rest.first, rest.count) {
        case ("sessions", nil, 0): self = .session(parts[1])
        case ("sessions", "stdout"?, 1), ("sessions", "stderr"?, 1): self = .stream(parts[1], parts[2])
        case ("sessions", "artifacts"?, 2...):
            self = .artifact(parts[1], rest.dropFirst().joined(separator: "/"))
        case ("scripts", _, _): self = .script(parts.dropFirst().joined(separator: "/"))
        default: return nil
        }
    }

    /// The name as text.
    var text: String {
        switch self {
        case .session(let id): "mayfly://sessions/\(id)"
        case .stream(let id, let stream): "mayfly://sessions/\(id)/\(stream)"
        case .artifact(let id, let name): "mayfly://sessions/\(id)/artifacts/\(Self.encoded(name))"
        case .script(let name): "mayfly://scripts/\(name)"
        }
    }

    private static func encoded(_ text: String) -> String {
        text.utf8.reduce(into: "") { result, byte in
            let isPlain =
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "-._~/".utf8.contains(byte)
                }
            if isPlain {
                result.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                result += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
    }
}
