internal import Crypto
internal import MayflyClient
internal import MayflyCore
internal import MayflyRun

/// Compares the bytes of an artifact, as they arrive, with the digest in its session's record.
enum ArtifactCheck {
    /// Passes all bytes on while checking them.
    ///
    /// - Throws: ``CommandFailure`` at the end when the bytes differ from the record; earlier when they cannot be read or passed on.
    static func pass(
        _ body: ReplyBody,
        of artifact: SessionReply.Artifact,
        _ put: ([UInt8]) throws -> Void
    ) async throws {
        var hash = SHA256()
        for try await piece in body {
            hash.update(data: piece)
            try put(piece)
        }
        let found = MayflyCore.Digest(bytes: Array(hash.finalize()))
        guard let found, let wanted = artifact.digest, found.hexadecimal.hasBytes(of: wanted) else {
            throw CommandFailure(
                "the bytes that the daemon sends are not those that the session's record names",
                advice: ["do not use what was written before you know why"]
            )
        }
    }
}
