internal import MayflyClient
internal import MayflyCore
internal import MayflyRun

/// Finds the session that a part of its identifier denotes.
enum SessionName {
    /// The search stops at this many matches: by then it is clear that the user must give more of the identifier.
    private static let mostCounted = 1000
    /// The most matches that an error lists.
    private static let mostNamed = 5
    private static let prefix = "ses_"
    /// The shortest part, without the prefix: an unset shell variable must not match an arbitrary session.
    private static let fewest = 4
    private static let listing = ["list them: mayfly ps -a"]

    /// The whole identifier for `name`: `name` itself if it is whole, else the only session of whose identifier it is a part.
    static func resolve(_ name: String, with daemon: DaemonConnection) async throws -> String {
        if SessionID(name) != nil { return name }
        guard accepts(name) else { throw CommandFailure("'\(name)' is not a session's id", advice: listing) }
        guard isLongEnough(name) else {
            throw CommandFailure(
                "'\(name)' is too little of a session's id; give \(fewest) characters",
                advice: listing
            )
        }
        var (found, isPast) = ([String](), false)
        let isAll = try await PageLoop.run(over: "GET /v1/sessions") { (cursor) async throws(ClientError) in
            try await daemon.sessions(cursor: cursor)
        } take: { page in
            found += page.map(\.id).filter { matches($0, name) }
            isPast = page.last.map { isBefore($0.id, name) } ?? false
            return found.count < mostCounted && !isPast
        }
        return try only(of: found, for: name, isAll: isAll || isPast)
    }

    /// Whether a name can be part of an identifier.
    static func accepts(_ name: String) -> Bool {
        let text = name.hasPrefix(prefix) ? name.dropFirst(prefix.count) : name[...]
        return !name.isEmpty && text.utf8.allSatisfy(isPart)
    }

    /// Whether a part is long enough not to match by chance.
    static func isLongEnough(_ name: String) -> Bool {
        name.utf8.count - (name.hasPrefix(prefix) ? prefix.utf8.count : 0) >= fewest
    }

    /// Whether `name` is a part of `id`; a name with the prefix of identifiers must be the beginning of it.
    static func matches(_ id: String, _ name: String) -> Bool {
        name.hasPrefix(prefix) ? id.hasPrefix(name) : id.dropFirst(prefix.count).contains(name)
    }

    /// Whether `id` is older than all that begin with `name`: identifiers begin with their time, and lists with the newest.
    static func isBefore(_ id: String, _ name: String) -> Bool { name.hasPrefix(prefix) && id < name }

    /// The one session that matches `name`.
    ///
    /// - Parameter isAll: Whether `found` holds all matches.
    static func only(of found: [String], for name: String, isAll: Bool = true) throws(CommandFailure) -> String {
        if found.count == 1, isAll { return found[0] }
        if found.isEmpty { throw CommandFailure("there is no session '\(name)'", advice: listing) }
        let count = isAll ? "\(found.count)" : "at least \(found.count)"
        let others = found.count > mostNamed ? ["…; \(listing[0])"] : []
        throw CommandFailure(
            "'\(name)' is a part of the ids of \(count) sessions; give more of it",
            advice: found.prefix(mostNamed) + others
        )
    }

    private static func isPart(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
