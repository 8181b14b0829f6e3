internal import MayflyCore
internal import MayflyEvidence
internal import Synchronization

/// The daemon's own copy of the root-owned trust files, as they are now.
///
/// Every decision checks whether the files have changed, and reads them again if so: whoever removes a key need not tell the daemon.
/// A file that cannot be read, trusted or parsed stops every admission; the earlier file is not used.
final class TrustDesk: Sendable {
    private struct State {
        var identities: [TrustPlace.Identity?] = []
        var trust: Trust?
        /// Whether a list of revoked keys has existed since the start.
        var hasSeenRevokedKeys = false
    }

    /// The parsed trust files and their digests.
    struct Trust: Sendable {
        var files: TrustFiles
        /// SHA-256 of `allowed_signers` and, if it exists, of `revoked_keys`.
        var digests: (signers: Digest, revoked: Digest?)
        /// The digest of both files as the warden computes it: SHA-256 of what `sha256sum` prints for the files that exist.
        let digest: Digest
        /// What should be changed in the files; `nil` when nothing should.
        let advice: String?

        init(_ files: TrustFiles, signers: Digest, revoked: Digest?, advice: String?) {
            self.files = files
            self.advice = advice
            self.digests = (signers, revoked)
            let known: [(TrustFile, Digest?)] = [(.allowedSigners, signers), (.revokedKeys, revoked)]
            let entries = known.compactMap { file, digest in
                digest.map { Manifest.Entry(path: file.rawValue, digest: $0) }
            }
            self.digest = BundleDigest.digest(of: Array(Manifest.text(of: entries).utf8))
        }
    }

    private let place: TrustPlace
    private let noticed: @Sendable (Digest?) -> Void
    private let state = Mutex(State())

    /// - Parameters:
    ///   - owner: The user who must own the directory and its files.
    ///   - noticed: Gets the digest of the files at every check, before the caller of the check has its answer; `nil` when the files
    ///     are not valid. Calls come one at a time, in the order of the checks, and must not start a check.
    init(directory: String, owner: UInt32, noticed: @escaping @Sendable (Digest?) -> Void = { _ in }) {
        self.place = TrustPlace(directory: directory, owner: owner)
        self.noticed = noticed
    }

    /// The trust in force.
    ///
    /// - Throws: ``ServiceError/trustUnreadable(_:)``, naming the file and what is wrong with it.
    func current() throws(ServiceError) -> Trust {
        let result = state.withLock { state -> Result<Trust, ServiceError> in
            do throws(ServiceError) {
                let trust = try current(&state)
                noticed(trust.digest)
                return .success(trust)
            } catch {
                state = State(hasSeenRevokedKeys: state.hasSeenRevokedKeys)
                noticed(nil)
                return .failure(error)
            }
        }
        return try result.get()
    }

    private func current(_ state: inout State) throws(ServiceError) -> Trust {
        try place.check()
        let identities = [try place.identity(of: .allowedSigners), try place.identity(of: .revokedKeys)]
        if let trust = state.trust, state.identities == identities { return trust }
        // Whatever its content: a list that could not be parsed and has gone is missing as well.
        if identities[1] != nil { state.hasSeenRevokedKeys = true }
        let trust = try read()
        guard trust.digests.revoked != nil || !state.hasSeenRevokedKeys else {
            let path = place.path(of: .revokedKeys)
            throw .trustUnreadable("\(path) is gone; put it back, or an empty one: touch \(path)")
        }
        let isThere = trust.digests.revoked != nil
        state = State(identities: identities, trust: trust, hasSeenRevokedKeys: isThere)
        return trust
    }

    private func read() throws(ServiceError) -> Trust {
        guard let signers = try place.bytes(of: .allowedSigners) else {
            let path = place.path(of: .allowedSigners)
            throw .trustUnreadable("\(path) does not exist: nobody's signature counts")
        }
        let revoked = try place.bytes(of: .revokedKeys)
        let files: TrustFiles
        do throws(TrustFileError) {
            files = try TrustFiles(allowedSigners: signers, revokedKeys: revoked ?? [])
        } catch {
            throw .trustUnreadable("in \(place.directory): \(error)")
        }
        let advice = TrustAdvice.sentence(
            about: files,
            localKey: place.localKey,
            root: UserName.of(0) ?? "root",
            in: place.directory
        )
        let digests = (signers: BundleDigest.digest(of: signers), revoked: revoked.map(BundleDigest.digest))
        return Trust(files, signers: digests.signers, revoked: digests.revoked, advice: advice)
    }
}
