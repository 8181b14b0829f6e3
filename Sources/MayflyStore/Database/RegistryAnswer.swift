internal import MayflyCore

/// An answer from the registry that knows how much memory it takes.
protocol RegistryAnswer: Sendable {
    /// About how many bytes the answer takes.
    var heldBytes: Int { get }
}

/// The size of a record without its texts and lists: numbers, digests, and Swift's overhead.
private let recordBytes = 512

extension Digest: RegistryAnswer {
    var heldBytes: Int { 64 }
}

extension Optional: RegistryAnswer where Wrapped: RegistryAnswer {
    var heldBytes: Int { self?.heldBytes ?? 0 }
}

extension Array: RegistryAnswer where Element: RegistryAnswer {
    var heldBytes: Int { reduce(0) { $0 + $1.heldBytes } }
}

extension VersionRecord: RegistryAnswer {
    var heldBytes: Int {
        let texts = [entry, authorName, description, provenance?.commit, provenance?.signer]
        let files = files.reduce(0) { $0 + 128 + $1.path.utf8.count }
        return recordBytes + files + texts.reduce(0) { $0 + ($1?.utf8.count ?? 0) }
    }
}

extension SignatureRecord: RegistryAnswer {
    var heldBytes: Int { recordBytes + armour.utf8.count + principal.utf8.count }
}

extension StatementRecord: RegistryAnswer {
    var heldBytes: Int { recordBytes + bytes.count + signatures.heldBytes }
}

extension RevocationRecord: RegistryAnswer {
    var heldBytes: Int { recordBytes + reason.utf8.count }
}

extension VersionLife: RegistryAnswer {
    var heldBytes: Int { recordBytes + versions.heldBytes + statements.heldBytes + revocation.heldBytes }
}
