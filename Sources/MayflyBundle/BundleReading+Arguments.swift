internal import MayflyCore
internal import MayflyJSON
internal import MayflySchema
internal import MayflyYAML

extension BundleReading {
    /// A schema as it is written, and compiled.
    typealias ReadSchema = (json: JSON, compiled: Schema)

    /// Reads the schema of the arguments, which must describe an object.
    func arguments(_ element: YAMLElement) -> ReadSchema? {
        guard let schema = schema(element) else { return nil }
        if schema.json["type"] != .string("object") {
            element.report("must say type: object, since arguments are given by name", at: [])
        }
        return schema
    }

    /// Reads a schema.
    ///
    /// - Returns: `nil` when the schema has faults, which were reported at their places.
    private func schema(_ element: YAMLElement) -> ReadSchema? {
        guard let json = element.json() else { return nil }
        do throws(SchemaFaults) {
            return (json, try Schema(json))
        } catch {
            for fault in error.faults { element.report(fault.message, at: fault.place) }
            return nil
        }
    }

    /// Reads the description of the script's result.
    func result(_ element: YAMLElement) -> ResultDescription? {
        guard let entries = element.mapping(["file", "schema"]) else { return nil }
        let schema = entries.optional("schema").flatMap(self.schema)?.json
        guard let file = entries.required("file"), let path = file.text("a path below /outputs") else { return nil }
        guard BundlePath.accepts(path) else {
            file.report("'\(path.excerpt())' is not a plain relative path: no '..', no '/' at its beginning")
            return nil
        }
        return ResultDescription(file: path, schema: schema)
    }

    /// Reads the mapping of arguments to a command line.
    ///
    /// - Parameters:
    ///   - schema: The schema of the arguments; `nil` when there is none, or it could not be read.
    ///   - isGiven: Whether there is one.
    func map(_ element: YAMLElement, schema: Schema?, isGiven: Bool) -> ArgumentMap? {
        if !isGiven { element.report("needs args: without a schema, arguments are a plain list already") }
        guard let elements = element.sequence(of: "entries", atMost: ArgumentMap.most) else { return nil }
        return ArgumentMap(elements.compactMap { entry($0, schema: schema) })
    }

    private func entry(_ element: YAMLElement, schema: Schema?) -> ArgumentMap.Entry? {
        guard let entries = element.mapping(["flag", "from", "positional", "literal"]) else { return nil }
        switch (
            entries.optional("flag"), entries.optional("from"), entries.optional("positional"),
            entries.optional("literal")
        ) {
        case (let flag?, let from?, nil, nil): return self.flag(flag, from: from, schema: schema)
        case (nil, nil, let positional?, nil): return pointer(positional, schema: schema).map { .positional($0) }
        case (nil, nil, nil, let literal?): return literal.text("a word").map { .literal($0) }
        default:
            element.report("write {flag: --name, from: /pointer}, {positional: /pointer} or {literal: word}")
            return nil
        }
    }

    private func flag(_ element: YAMLElement, from: YAMLElement, schema: Schema?) -> ArgumentMap.Entry? {
        let pointer = pointer(from, schema: schema)
        guard let flag = element.text("a flag such as --month"), let pointer else { return nil }
        guard ArgumentMap.acceptsFlag(flag) else {
            element.report("'\(flag.excerpt())' is not a long flag: write --, then letters, digits, '-' and '_'")
            return nil
        }
        return .flag(flag, from: pointer)
    }

    private func pointer(_ element: YAMLElement, schema: Schema?) -> [String]? {
        guard let text = element.text("a pointer such as /month") else { return nil }
        guard let names = JSONPointer.names(in: text), !names.isEmpty else {
            element.report("'\(text.excerpt())' is not a JSON pointer to an argument; write for example /month")
            return nil
        }
        if let schema, !schema.hasPlace(names) {
            element.report("the schema has no property '\(text.excerpt())'")
        }
        return names
    }
}
