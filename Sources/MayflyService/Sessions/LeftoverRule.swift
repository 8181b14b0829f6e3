internal import MayflyCore

/// Decides which session owns what an earlier warden left and the next one could not remove.
enum LeftoverRule {
    /// The destruction of the cell of a session that was cut off.
    ///
    /// - Parameters:
    ///   - hasStarted: Whether its start was recorded; before that nothing of it runs, and it owns only what names it.
    ///   - lines: What the warden found when it began, as in ``WardenDescription``.
    /// - Returns: As leftovers everything that may be of the session; only without any, the destruction is checked and so complete.
    static func destruction(of session: SessionID, hasStarted: Bool, left lines: [String]) -> Destruction {
        let own = lines.filter { hasStarted ? mayBe(of: session, $0) : sessions(namedIn: $0).contains(session) }
        guard own.isEmpty else { return Destruction(leftovers: own) }
        let what = "swept at start: no mount of it, and no cgroup of it below the warden's own, is left"
        return Destruction(checked: ["the cell: \(hasStarted ? "" : "nothing of it ran; ")\(what)"])
    }

    /// Whether a line names the session, or no session at all.
    ///
    /// A cell that was built ahead keeps a name of its own, and nobody knows any more which session got it.
    private static func mayBe(of session: SessionID, _ line: String) -> Bool {
        let named = sessions(namedIn: line)
        return named.isEmpty || named.contains(session)
    }

    /// The sessions whose ids stand in paths, in mounts' names or in sentences; an id that was cut does not count.
    private static func sessions(namedIn line: String) -> [SessionID] {
        line.utf8.split { !isOfName($0) }.compactMap { SessionID(String(decoding: $0, as: UTF8.self)) }
    }

    private static func isOfName(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "_") || byte.isDigit || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
    }
}
