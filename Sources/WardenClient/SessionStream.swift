/// What comes out of a session.
package enum SessionStream: Hashable, Sendable {
    case stdout
    case stderr
    /// The collected files, as `ArtifactRecord` describes.
    case artifacts
}
