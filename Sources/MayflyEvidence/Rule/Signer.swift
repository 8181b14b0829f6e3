internal import MayflyCore

/// Whose a key is, as far as `allowed_signers` says.
struct Signer: Sendable {
    let key: SSHPublicKey
    /// The lines that have the key.
    let lines: [AllowedSigner]
    /// Everything the key's owner is called, anywhere in the file, as ``forms(of:)`` has it.
    let names: Set<[UInt8]>
    /// Which person it is: the same for keys that share a name where it counts, directly or by way of other keys.
    let person: Set<[UInt8]>

    init(of key: SSHPublicKey, among signers: AllowedSigners) {
        self.key = key
        lines = signers.lines(of: key)
        names = Set(lines.flatMap { $0.names ?? [] }.flatMap(Self.forms))
        person = Self.person(of: lines, among: signers)
    }

    /// The first name of the first line that has names.
    var principal: String? { lines.lazy.compactMap { $0.names?.first }.first }

    /// Whether one of the names is the author's, as a user's name or in front of an `@`.
    func isAuthor(_ author: ApprovalStatement.Author) -> Bool {
        !names.union(person).isDisjoint(with: Self.forms(of: author.user))
    }

    /// The names of the lines, and of every line that may sign approvals and shares one of them, and so on.
    private static func person(of lines: [AllowedSigner], among signers: AllowedSigners) -> Set<[UInt8]> {
        func groups(_ lines: [AllowedSigner]) -> [Set<[UInt8]>] {
            lines.filter { $0.allows(ApprovalStatement.namespace) }
                .compactMap { $0.names }.map { Set($0.flatMap(forms)) }
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

    /// A name with its ASCII letters in lower case, and the part of it in front of an `@`.
    ///
    /// Names that share one of the two are one person's: `alice` and `Alice@laptop` are not two approvers.
    private static func forms(of name: String) -> [[UInt8]] {
        let folded = name.utf8.map { (0x41...0x5a).contains($0) ? $0 | 0x20 : $0 }
        return [folded, Array(folded.prefix { $0 != UInt8(ascii: "@") })]
    }
}
