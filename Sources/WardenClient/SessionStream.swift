/// A stream out of a session.
package enum SessionStream: Hashable, Sendable {
    case stdout
    case stderr
    /// The collected files, in the format of `ArtifactRecord`.
    case artifacts
}
