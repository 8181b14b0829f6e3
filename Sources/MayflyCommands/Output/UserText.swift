internal import MayflyClient

/// A user in words.
enum UserText {
    /// The given name, else this machine's own name for the user, and the number.
    static func of(_ uid: Int64, named name: String? = nil, names: [UInt32: String] = AccountNames.users) -> String {
        let known = name ?? UInt32(exactly: uid).flatMap { names[$0] }
        return known.map { "\($0) (uid \(uid))" } ?? "uid \(uid)"
    }

    /// A user as a record of the audit log has it, `uid 101`, with the name added.
    static func of(record text: String, names: [UInt32: String] = AccountNames.users) -> String {
        guard text.hasPrefix("uid "), let uid = Int64(text.dropFirst(4)) else { return text }
        return of(uid, names: names)
    }
}
