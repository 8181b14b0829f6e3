internal import MayflyCore

/// Whose a key is, as far as `allowed_signers` says.
struct Signer {
    let key: SSHPublicKey
    /// The lines that have the key.
    let lines: [AllowedSigner]
    /// Everything the key's owner is called, anywhere in the file; with ASCII letters in lower case.
    let names: Set<[UInt8]>
    /// Which person it is: the same for keys that share a name where it counts, directly or by way of other keys.
    let person: Set<[UInt8]>

    init(of key: SSHPublicKey, among signers: AllowedSigners) {
        self.key = key
        lines = signers.lines(of: key)
        names = Set(lines.flatMap { $0.names ?? [] }.map(Self.folded))
        person = Self.person(of: lines, among: signers)
    }

    /// The first name of the first line that has names.
    var principal: String? { lines.lazy.compactMap { $0.names?.first }.first }

    /// Whether one of the names is the author's, as a user's name or in front of an `@`.
    func isAuthor(_ author: ApprovalStatement.Author) -> Bool {
        let user = Self.folded(author.user)
        return names.union(person).contains { name in
            name == user || Array(name.prefix { $0 != UInt8(ascii: "@") }) == user
        }
    }

    /// The names of the lines, and of every line that may sign approvals and shares one of them, and so on.
    private static func person(of lines: [AllowedSigner], among signers: AllowedSigners) -> Set<[UInt8]> {
        func groups(_ lines: [AllowedSigner]) -> [Set<[UInt8]>] {
            lines.filter { $0.allows(ApprovalStatement.namespace) }
                .compactMap { $0.names }.map { Set($0.map(folded)) }
        }
        var person = groups(lines).reduce(Set()) { $0.union($1) }
        var others = groups(signers.signers)
        while true {
            let joining = others.filter { !$0.isDisjoint(with: person) }
            guard !joining.isEmpty else { return person }
            others.removeAll { !$0.isDisjoint(with: person) }
            for names in joining { person.formUnion(names) }
        }
    }

    /// Names that differ in the case of their letters are one person's.
    private static func folded(_ name: String) -> [UInt8] {
        name.utf8.map { (0x41...0x5a).contains($0) ? $0 | 0x20 : $0 }
    }
}
