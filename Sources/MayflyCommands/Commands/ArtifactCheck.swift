internal import Crypto
internal import MayflyClient
internal import MayflyCore
internal import MayflyRun

/// Compares the bytes of an artifact with the digest that its session's record has, as they arrive.
enum ArtifactCheck {
    /// Passes all bytes on while they are checked.
    ///
    /// - Throws: ``CommandFailure`` at the end, when they are not those of the record; what cannot be read or passed on before.
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
