/// Trust directories for tests.
enum TestTrust {
    /// A directory in which nobody may approve.
    static let nobody = ["allowed_signers": "# nobody may approve yet\n"]

    /// A directory in which the holders of these keys may approve.
    static func of(_ keys: TestKey...) -> [String: String] {
        ["allowed_signers": keys.map(\.signersLine).joined()]
    }
}
