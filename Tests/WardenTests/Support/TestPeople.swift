/// The people of the tests, each with a key by the real `ssh-keygen`.
enum TestPeople {
    static let ada = Result { try TestKey("ada") }
    static let bob = Result { try TestKey("bob") }
    /// A second key of the same person.
    static let adaToo = Result { try TestKey("ada", type: "ecdsa") }
    /// Who wrote the script.
    static let author = Result { try TestKey("author") }
    /// In no `allowed_signers`.
    static let mallory = Result { try TestKey("mallory") }

    /// Trust in all but mallory.
    static var trust: [String: String] {
        get throws { TestTrust.of(try ada.get(), try bob.get(), try adaToo.get(), try author.get()) }
    }
}
