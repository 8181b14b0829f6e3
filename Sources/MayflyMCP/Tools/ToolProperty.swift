internal import MayflyJSON

/// JSON Schemas of the tools' arguments.
enum ToolProperty {
    /// The files for `/inputs`.
    static let files = texts("Input files, text by path; the script finds them in /inputs.")

    static func string(_ description: String) -> JSON { simple("string", description) }
    static func number(_ description: String) -> JSON { simple("number", description) }
    static func flag(_ description: String) -> JSON { simple("boolean", description) }

    /// Texts by name.
    static func texts(_ description: String) -> JSON {
        .object([
            "type": .string("object"), "additionalProperties": .object(["type": .string("string")]),
            "description": .string(description),
        ])
    }

    private static func simple(_ type: String, _ description: String) -> JSON {
        .object(["type": .string(type), "description": .string(description)])
    }
}
