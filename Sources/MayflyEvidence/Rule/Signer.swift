internal import MayflyCore

/// The owner of a key according to `allowed_signers`.
struct Signer: Sendable {
    let key: SSHPublicKey
    /// The lines that have the key.
    let lines: [AllowedSigner]
    /// All names of the key's owner, anywhere in the file, as ``forms(of:)``.
    let names: Set<[UInt8]>
    /// The identity of the owner: the same for keys that share a name where it counts, directly or through other keys.
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

    /// The names of these lines, and of all lines that may sign approvals and are connected with them by shared names.
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
    /// Names that share one of the two belong to one person: `alice` and `Alice@laptop` are not two approvers.
    private static func forms(of name: String) -> [[UInt8]] {
        let folded = name.utf8.map { (0x41...0x5a).contains($0) ? $0 | 0x20 : $0 }
        return [folded, Array(folded.prefix { $0 != UInt8(ascii: "@") })]
    }
}
