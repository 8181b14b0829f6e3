internal import MayflyClient

/// A user in words.
enum UserText {
    /// The name that somebody else knows, else this machine's own, and the number.
    static func of(_ uid: Int64, named name: String? = nil, names: [UInt32: String] = AccountNames.users) -> String {
        let known = name ?? UInt32(exactly: uid).flatMap { names[$0] }
        return known.map { "\($0) (uid \(uid))" } ?? "uid \(uid)"
    }

    /// What a record of the audit log says of a user: `uid 101` as it is written there, with the name besides.
    static func of(record text: String, names: [UInt32: String] = AccountNames.users) -> String {
        guard text.hasPrefix("uid "), let uid = Int64(text.dropFirst(4)) else { return text }
        return of(uid, names: names)
    }
}
