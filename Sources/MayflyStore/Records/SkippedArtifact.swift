/// An entry of `/outputs` that was not collected.
package struct SkippedArtifact: Hashable, Sendable, Codable {
    /// Escaped like ``FileRecord/path``.
    package var path: String
    package var reason: String

    package init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }
}
