package import MayflyYAML

extension NamedFile {
    /// Whether this is a system call policy, and no profile.
    package var isPolicy: Bool { name.hasSuffix(".json") }
}
