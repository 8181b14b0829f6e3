internal import MayflyBundle
package import MayflyCore
internal import MayflyStore

extension MayflyService {
    /// All files of a version in one archive, with the modes that they have in a cell.
    package func archive(of name: ScriptName, _ digest: Digest, for caller: Caller) async throws(ServiceError)
        -> BundleArchive
    {
        let version = try await knownVersion(name, digest, for: caller)
        let mayExecute = try await executables(of: version)
        return BundleArchive(
            digest: digest,
            files: version.files.map { file in
                let member = TarMember(
                    path: file.path,
                    size: file.size.bytes,
                    isExecutable: mayExecute.map { $0.contains { $0.hasBytes(of: file.path) } } ?? true
                )
                return (member, file.digest)
            },
            store: store
        )
    }

    /// The manifest, whose SHA-256 is the version's digest.
    package func manifest(of name: ScriptName, _ digest: Digest, for caller: Caller) async throws(ServiceError)
        -> String
    {
        let version = try await knownVersion(name, digest, for: caller)
        return Manifest.text(of: version.files.map { Manifest.Entry(path: $0.path, digest: $0.digest) })
    }

    /// The statements about a version with their signatures, newest first.
    package func approvals(of name: ScriptName, _ digest: Digest, for caller: Caller) async throws(ServiceError)
        -> [ApprovalDetail]
    {
        _ = try await knownVersion(name, digest, for: caller)
        return try await approvals(named: name, of: digest, in: nil, for: caller)
    }

    /// The files that a cell may execute; `nil` for all, in a bundle without a description.
    ///
    /// If today's rules refuse the description, no file is executable.
    private func executables(of version: VersionRecord) async throws(ServiceError) -> [String]? {
        do throws(ServiceError) {
            guard let start = try await bundleDescription(of: version)?.start else { return nil }
            return start.executables + (start.runtime == .binary ? [start.entry] : [])
        } catch {
            guard case .invalidBundle = error else { throw error }
            return []
        }
    }
}
