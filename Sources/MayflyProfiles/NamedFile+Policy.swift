package import MayflyYAML

extension NamedFile {
    /// Whether this is a system call policy and not a profile.
    package var isPolicy: Bool { name.hasSuffix(".json") }
}
