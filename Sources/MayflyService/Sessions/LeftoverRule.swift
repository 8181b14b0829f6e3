internal import MayflyCore

/// Whose it is what an earlier warden left and the next one could not remove.
enum LeftoverRule {
    /// What is known of the cell of a session that was cut off.
    ///
    /// - Parameters:
    ///   - hasStarted: Whether its start was written: before that nothing of it runs, and only what names it can be its own.
    ///   - lines: What the warden found when it began, as ``WardenDescription`` has it.
    /// - Returns: What may be of the session as left; checked, and so complete, only where that is nothing.
    static func destruction(of session: SessionID, hasStarted: Bool, left lines: [String]) -> Destruction {
        let own = lines.filter { hasStarted ? mayBe(of: session, $0) : sessions(namedIn: $0).contains(session) }
        guard own.isEmpty else { return Destruction(leftovers: own) }
        let what = "swept at start: no mount of it, and no cgroup of it below the warden's own, is left"
        return Destruction(checked: ["the cell: \(hasStarted ? "" : "nothing of it ran; ")\(what)"])
    }

    /// Whether a line names the session, or no session at all.
    ///
    /// A cell that was built ahead keeps a name of its own: nobody knows any more whose it became.
    private static func mayBe(of session: SessionID, _ line: String) -> Bool {
        let named = sessions(namedIn: line)
        return named.isEmpty || named.contains(session)
    }

    /// In paths, in mounts' names and in sentences; a name that was cut is none.
    private static func sessions(namedIn line: String) -> [SessionID] {
        line.utf8.split { !isOfName($0) }.compactMap { SessionID(String(decoding: $0, as: UTF8.self)) }
    }

    private static func isOfName(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "_") || byte.isDigit || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
    }
}
