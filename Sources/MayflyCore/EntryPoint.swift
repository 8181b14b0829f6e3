/// The file of a bundle that is started, and the runtime that starts it.
///
/// Both follow from the bundle's own files: from their names, or from its `mayfly.yaml`. The digest covers these, so that nobody can
/// start the bytes of an approved digest in another way.
package struct EntryPoint: Hashable, Sendable {
    package let path: String
    package let runtime: RuntimeName

    /// Why a bundle has no entry point.
    package enum Failure: Error, Hashable, Sendable {
        case none
        case several([String])
    }

    /// The names an entry point may have, at the root of a bundle.
    package static let names: [(path: String, runtime: RuntimeName)] = [
        ("main.py", .python), ("main.sh", .sh), ("main.js", .node), ("main", .binary),
    ]

    /// Makes the entry point that the bundle's own description names.
    package init(path: String, runtime: RuntimeName) {
        self.path = path
        self.runtime = runtime
    }

    /// Finds the one file that is in ``names``.
    package init(in paths: [String]) throws(Failure) {
        let found = Self.names.filter { name in paths.contains { $0.hasBytes(of: name.path) } }
        guard let only = found.first else { throw .none }
        guard found.count == 1 else { throw .several(found.map(\.path)) }
        self.path = only.path
        self.runtime = only.runtime
    }

    /// The entry point's name in a bundle made of one file with the name `name`.
    ///
    /// `report.py` becomes `main.py`; a file without a known extension is a program, `main`.
    package static func name(forSingleFile name: String) -> String {
        if name.hasSuffix(".py") { return "main.py" }
        if name.hasSuffix(".sh") { return "main.sh" }
        if name.hasSuffix(".js") || name.hasSuffix(".mjs") || name.hasSuffix(".cjs") { return "main.js" }
        return "main"
    }

    /// The entry point's name for inline code of `runtime`.
    package static func name(for runtime: RuntimeName) -> String {
        names.first { $0.runtime == runtime }?.path ?? "main"
    }
}
