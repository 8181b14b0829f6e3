package import MayflyCore
package import MayflyYAML

/// Reads a bundle's `mayfly.yaml`.
///
/// Strict: it refuses everything that it does not know, and reports all errors in one pass. Daemon, command line and `mayfly-verify`
/// read the file with this same code, so none of them can be shown another meaning of it.
package enum BundleParser {
    /// Reads the description of a bundle.
    ///
    /// - Parameters:
    ///   - file: Its `mayfly.yaml`, with the name that errors begin with.
    ///   - paths: The paths of the bundle's files, which must include every file that the description names.
    /// - Throws: ``FileErrors`` with every error, in the order of lines.
    package static func description(
        from file: NamedFile,
        paths: [String]
    ) throws(FileErrors) -> BundleDescription {
        let collector = DiagnosticCollector(file: file.name)
        let parsed = YAMLDocument.read(file, collector: collector) { element in
            BundleReading(paths: Set(paths.map { Array($0.utf8) })).description(from: element)
        }
        guard let description = parsed, collector.isEmpty else { throw FileErrors(collector.sorted) }
        return description
    }

    /// Reads how a bundle with this `mayfly.yaml` is started, which is all that the warden needs of it.
    ///
    /// - Throws: ``FileErrors`` with every error of the whole file, including its other parts.
    package static func startDescription(
        from bytes: [UInt8],
        paths: [String]
    ) throws(FileErrors) -> StartDescription {
        try description(from: NamedFile(name: BundleFile.name, bytes: bytes), paths: paths).start
    }
}
