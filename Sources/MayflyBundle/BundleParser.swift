package import MayflyCore
package import MayflyYAML

/// Reads a bundle's `mayfly.yaml`.
///
/// Strict: what it does not know it refuses, and it reports everything that is wrong in one pass. Daemon, command line and
/// `mayfly-verify` read the same file with this same code, so none of them can be shown another meaning of it.
package enum BundleParser {
    /// Reads the description of a bundle.
    ///
    /// - Parameters:
    ///   - file: Its `mayfly.yaml`, under the name that errors shall begin with.
    ///   - paths: Of the files of the bundle; what the description names has to be among them.
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

    /// How a bundle with this `mayfly.yaml` is started: all that the warden has to know of it.
    ///
    /// - Throws: ``FileErrors`` with every error of the whole file, of its other parts too.
    package static func startDescription(
        from bytes: [UInt8],
        paths: [String]
    ) throws(FileErrors) -> StartDescription {
        try description(from: NamedFile(name: BundleFile.name, bytes: bytes), paths: paths).start
    }
}
