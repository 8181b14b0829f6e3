internal import MayflyCore

/// Whose it is what an earlier warden left and the next one could not remove.
enum LeftoverRule {
    /// What is known of the cell of a session that was cut off.
    ///
    /// - Parameter lines: What the warden found when it began, as ``WardenDescription`` has it.
    /// - Returns: What may be of the session as left; checked, and so complete, only where that is nothing.
    static func destruction(of session: SessionID, left lines: [String]) -> Destruction {
        let own = lines.filter { mayBe(of: session, $0) }
        guard own.isEmpty else { return Destruction(leftovers: own) }
        return Destruction(checked: ["the cell: swept at start, and no cgroup and no mount of it is left"])
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
