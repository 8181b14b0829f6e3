package import MayflyCore
package import MayflyYAML

/// Parses an operator's system call policy: the seccomp JSON of OCI runtimes, as Docker, Podman and Kubernetes use it.
///
/// The JSON is parsed as YAML, of which it is a subset, so that errors have a place. Anything that cannot be kept as written is refused
/// and not left out: a policy that silently means something else is worse than none.
package enum SystemCallFileParser {
    /// Parses one file, for cells on the given kernel.
    ///
    /// - Throws: ``FileErrors`` with every error of the file, in the order of its lines.
    package static func groups(
        from file: NamedFile,
        kernel: KernelVersion
    ) throws(FileErrors) -> [SystemCallGroup] {
        let collector = DiagnosticCollector(file: file.name)
        let groups = YAMLDocument.read(file, collector: collector) { element in
            SystemCallFileReading(kernel: kernel).groups(element)
        }
        guard let groups, collector.isEmpty else { throw FileErrors(collector.sorted) }
        return groups
    }
}
