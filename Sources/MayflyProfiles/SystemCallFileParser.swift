package import MayflyCore
package import MayflyYAML

/// Reads an operator's system call policy: the seccomp JSON of OCI runtimes, as Docker, Podman and Kubernetes use it.
///
/// JSON is read as YAML, of which it is a part, so that errors have a place. What cannot be kept as it is written is refused,
/// never left out: a policy that silently means something else is worse than none.
package enum SystemCallFileParser {
    /// Reads one file, for cells of a kernel.
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
