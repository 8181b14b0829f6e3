internal import MayflyClient
internal import MayflyCore
internal import MayflyJSON

/// The input of a script's tool: the script's own arguments, and the files for `/inputs`.
enum ScriptInput: Hashable {
    /// The script has no schema: the tool has `args`, `stdin` and `files`.
    case free
    /// The tool has the members of the script's schema, and one more for the files, with this name.
    case beside(JSON, files: String)
    /// The tool has `args`, which holds everything in the script's schema, and `files`.
    case nested(JSON)

    /// The possible names of the member for the files; the first that is no argument of the script is used.
    private static let filesNames = ["files", "input_files"]
    /// The keywords at the top of a schema that stay true if there is one more member.
    private static let plain = [
        "type", "properties", "required", "additionalProperties", "$defs", "$schema", "title", "description", "default",
        "examples", "deprecated", "$comment",
    ]
    /// The keywords that work only at the top of a whole schema.
    private static let ofTheTop = ["$schema", "$defs"]

    /// - Parameter schema: The schema of the script's arguments, if its bundle has one.
    init(_ schema: JSON?) {
        guard let schema else {
            self = .free
            return
        }
        let own =
            (schema["properties"]?.members.map(\.name) ?? []) + (schema["required"]?.elements.compactMap(\.text) ?? [])
        let name = Self.filesNames.first { name in !own.contains { $0.hasBytes(of: name) } }
        if let name, Self.isPlain(schema) {
            self = .beside(schema, files: name)
        } else {
            self = .nested(schema)
        }
    }

    /// Whether a schema describes an object without any rule about the whole object that another member could break.
    private static func isPlain(_ schema: JSON) -> Bool {
        let type = schema["type"]
        return (type == nil || type == .string("object"))
            && schema.members.allSatisfy { SchemaReferences.isOne($0, of: plain) }
            && SchemaReferences.pointing(schema, to: placeOfArguments) == schema
    }

    /// Where the script's own schema is in that of a tool that has it as one member.
    private static let placeOfArguments = "#/properties/args"

    /// The JSON Schema of the tool's whole input.
    var schema: JSON {
        switch self {
        case .free: Self.freeSchema
        case .beside(let schema, let files): Self.adding(files, to: schema)
        case .nested(let schema): Self.wrapping(schema)
        }
    }

    private static let freeSchema: JSON = .object([
        "type": .string("object"),
        "properties": .object([
            "args": .object([
                "type": .string("array"), "items": .object(["type": .string("string")]),
                "description": .string("What follows the script on its command line."),
            ]),
            "stdin": ToolProperty.string("What it reads."), "files": ToolProperty.files,
        ]),
        "additionalProperties": .bool(false),
    ])

    private static func adding(_ files: String, to schema: JSON) -> JSON {
        let own = schema["properties"]?.members ?? []
        let properties = JSON.Member("properties", .object(own + [JSON.Member(files, ToolProperty.files)]))
        var members = schema.members
        if let place = members.firstIndex(where: { $0.name.hasBytes(of: "properties") }) {
            members[place] = properties
        } else {
            members.append(properties)
        }
        return .object(members)
    }

    private static func wrapping(_ schema: JSON) -> JSON {
        let members = SchemaReferences.pointing(schema, to: placeOfArguments).members
        let top = members.filter { SchemaReferences.isOne($0, of: ofTheTop) }
        let own = members.filter { !SchemaReferences.isOne($0, of: ofTheTop) }
        let whole: JSON = .object([
            "type": .string("object"),
            "properties": .object(["args": .object(own), "files": ToolProperty.files]),
            "required": .strings(["args"]), "additionalProperties": .bool(false),
        ])
        return .object(whole.members + top)
    }

    /// Adds the arguments of a call to an order.
    func read(_ arguments: JSON, into order: inout SubmitOrder) throws(CallFault) {
        var reader = ArgumentReader(arguments)
        switch self {
        case .free:
            order.arguments = try reader.texts("args")
            order.stdin = try reader.text("stdin").map { Array($0.utf8) }
            order.files = try reader.files("files")
            try reader.finish()
        case .beside(_, let files):
            order.files = try reader.files(files)
            order.argumentObject = .object(arguments.members.filter { !$0.name.hasBytes(of: files) })
        case .nested:
            order.argumentObject = try reader.object("args")
            order.files = try reader.files("files")
            try reader.finish()
        }
    }
}
