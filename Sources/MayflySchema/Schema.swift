package import MayflyJSON

/// A JSON Schema (2020-12, a documented subset), compiled.
///
/// Strict: a keyword that is not known or not supported is refused when the schema is read, never passed over when a
/// value is checked. docs/bundles.md lists what is supported.
package struct Schema: Hashable, Sendable {
    /// The most schemas and sub-schemas, and how deep they may be in each other, references included.
    package static let mostSchemas = 1000
    package static let deepest = 64
    /// How much work one check may be, in steps of some nanoseconds.
    package static let budget = 20_000_000

    /// The schema itself is the first.
    let nodes: [SchemaNode]

    /// Compiles a schema.
    ///
    /// - Throws: ``SchemaFaults`` with everything that is wrong, each with its place in the schema.
    package init(_ json: JSON) throws(SchemaFaults) {
        let compiler = SchemaCompiler(root: json)
        nodes = compiler.compile()
        let faults = compiler.faults.isEmpty ? SchemaShape(nodes, places: compiler.places).faults : compiler.faults
        guard faults.isEmpty else { throw SchemaFaults(faults) }
    }

    /// Checks a value.
    ///
    /// - Parameter budget: The most work; who has used it up is refused.
    /// - Throws: ``SchemaFaults`` with everything that is wrong, each with its place in the value.
    package func check(_ value: JSON, budget: Int = budget) throws(SchemaFaults) {
        var validation = SchemaValidation(self, budget: budget)
        let faults = validation.faults(of: value)
        guard faults.isEmpty else { throw SchemaFaults(faults) }
    }
}
