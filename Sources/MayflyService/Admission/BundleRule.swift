internal import MayflyBundle
internal import MayflyCore
internal import MayflyYAML

/// Checks a proposed bundle: the names of its files, and its `mayfly.yaml`.
///
/// Pure.
enum BundleRule {
    /// Reads the description of a bundle.
    ///
    /// - Returns: `nil` when it has none; then the entry point follows from the names of the files.
    /// - Throws: ``ServiceError/invalidBundle(_:)`` with all faults.
    static func description(of files: [FileContent]) throws(ServiceError) -> BundleDescription? {
        var faults = files.enumerated().compactMap { index, file in
            BundleNameRule.problem(with: file.path).map {
                ServiceFault(pointer: "/files/\(index)/path", detail: "'\(file.path.excerpt())' \($0)")
            }
        }
        var description: BundleDescription?
        if let index = files.firstIndex(where: { $0.path.hasBytes(of: BundleFile.name) }) {
            do throws(FileErrors) {
                description = try BundleParser.description(
                    from: NamedFile(name: BundleFile.name, bytes: files[index].bytes),
                    paths: files.map(\.path)
                )
            } catch {
                faults += Self.faults(of: error, at: "/files/\(index)/content")
            }
        }
        guard faults.isEmpty else { throw .invalidBundle(Array(faults.prefix(mostFaults))) }
        return description
    }

    /// Refuses a bundle whose entry point is to be started as a program but is not a program of this machine.
    ///
    /// - Throws: ``ServiceError/invalidBundle(_:)``, naming the file.
    static func checkProgram(of start: StartDescription, _ files: [FileContent]) throws(ServiceError) {
        guard let index = files.firstIndex(where: { $0.path.hasBytes(of: start.entry) }),
            let problem = ProgramRule.problem(starting: files[index].bytes, by: start.runtime)
        else { return }
        let detail = "'\(start.entry.excerpt())' \(problem)"
        throw .invalidBundle([ServiceFault(pointer: "/files/\(index)/content", detail: detail)])
    }

    /// The faults of a `mayfly.yaml`, each with its line, its column and its place in the document.
    static func faults(of errors: FileErrors, at pointer: String) -> [ServiceFault] {
        errors.diagnostics.prefix(mostFaults).map { ServiceFault(pointer: pointer, detail: "\($0)") }
    }

    private static let mostFaults = 32
}
