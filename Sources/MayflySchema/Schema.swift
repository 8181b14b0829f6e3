package import MayflyJSON

/// A JSON Schema (2020-12, a documented subset), compiled.
///
/// Strict: an unknown or unsupported keyword is refused when the schema is read, and not ignored when a value is checked.
/// docs/bundles.md lists the supported keywords.
package struct Schema: Hashable, Sendable {
    /// The most schemas and sub-schemas, and their deepest nesting, including references.
    package static let mostSchemas = 1000
    package static let deepest = 64
    /// The most work of one check, in steps of some nanoseconds.
    package static let budget = 20_000_000

    /// All schemas; the first is the whole schema.
    let nodes: [SchemaNode]

    /// Compiles a schema.
    ///
    /// - Throws: ``SchemaFaults`` with all faults, each with its place in the schema.
    package init(_ json: JSON) throws(SchemaFaults) {
        let compiler = SchemaCompiler(root: json)
        nodes = compiler.compile()
        let faults = compiler.faults.isEmpty ? SchemaShape(nodes, places: compiler.places).faults : compiler.faults
        guard faults.isEmpty else { throw SchemaFaults(faults) }
    }

    /// Checks a value.
    ///
    /// - Parameter budget: The most work; a value that needs more is refused.
    /// - Throws: ``SchemaFaults`` with all faults, each with its place in the value.
    package func check(_ value: JSON, budget: Int = budget) throws(SchemaFaults) {
        var validation = SchemaValidation(self, budget: budget)
        let faults = validation.faults(of: value)
        guard faults.isEmpty else { throw SchemaFaults(faults) }
    }
}
