package import MayflyCore
package import MayflyStore

/// The records that people create for one version of the script `a`.
package struct RegistryExample: Sendable {
    package let caller = CallerIdentity(uid: 7, gid: 7, pid: 1)
    package let digest: Digest
    package let name: ScriptName

    package init() {
        guard let digest = Digest(bytes: [UInt8](repeating: 3, count: 32)), let name = ScriptName("a") else {
            preconditionFailure("the example is wrong")
        }
        self.digest = digest
        self.name = name
    }

    /// The version.
    package func version() -> VersionRecord { version(name) }

    /// The same bytes under another name.
    package func version(_ name: ScriptName) -> VersionRecord {
        VersionRecord(
            name: name,
            digest: digest,
            runtime: .sh,
            entry: "main.sh",
            files: [FileRecord(path: "main.sh", size: .kibibytes(100), digest: digest)],
            author: caller,
            authorName: "ada",
            createdAt: Timestamp(milliseconds: 1)
        )
    }

    package func statement(_ id: String = "apr_1", _ bytes: [UInt8] = [1, 0, 255]) -> StatementRecord {
        StatementRecord(id: id, name: name, digest: digest, decision: "approve", bytes: bytes)
    }

    package func signature(_ key: String = "k1") -> SignatureRecord {
        SignatureRecord(
            armour: "armour of \(key)",
            key: key,
            principal: "somebody",
            by: caller,
            createdAt: Timestamp(milliseconds: 2)
        )
    }

    package var revocation: RevocationRecord {
        RevocationRecord(digest: digest, by: caller, reason: "because", createdAt: Timestamp(milliseconds: 3))
    }
}
