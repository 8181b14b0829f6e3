internal import MayflyClient
internal import MayflyCore
internal import MayflyRun

/// Finds the session that a short name means.
enum SessionName {
    /// The fewest characters of a short name.
    private static let shortest = 4

    /// The whole identifier for `name`: itself when it is whole, else the only session it begins or ends.
    ///
    /// Identifiers begin with the time, so their ends tell sessions apart sooner than their beginnings.
    static func resolve(_ name: String, with daemon: DaemonConnection) async throws -> String {
        if SessionID(name) != nil { return name }
        let text = name.hasPrefix("ses_") ? String(name.dropFirst(4)) : name
        guard text.utf8.count >= shortest, text.utf8.allSatisfy(isPart) else {
            throw CommandFailure("'\(name)' is not a session's id", advice: ["list them: mayfly ps -a"])
        }
        var found: [String] = []
        var cursor: String?
        repeat {
            let page = try await daemon.sessions(cursor: cursor)
            found += page.items.map(\.id).filter { matches($0, text, wholePrefix: name.hasPrefix("ses_")) }
            cursor = page.nextCursor
        } while cursor != nil && found.count < 6
        switch found.count {
        case 1: return found[0]
        case 0: throw CommandFailure("there is no session '\(name)'", advice: ["list them: mayfly ps -a"])
        default: throw CommandFailure("'\(name)' is several sessions; write more of it", advice: Array(found.prefix(5)))
        }
    }

    private static func matches(_ id: String, _ text: String, wholePrefix: Bool) -> Bool {
        let rest = id.dropFirst(4)
        return rest.hasPrefix(text) || (!wholePrefix && rest.hasSuffix(text))
    }

    private static func isPart(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
