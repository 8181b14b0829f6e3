import MayflyClient
import MayflyJSON
import Testing

@testable import MayflyMCP

@Suite("What the tool of a script takes")
struct ScriptInputTests {
    private static let files =
        #"{"type":"object","additionalProperties":{"type":"string"},"#
        + #""description":"Input files, text by path; the script finds them in /inputs."}"#

    private static func json(_ text: String) throws -> JSON { try JSONReader.read(Array(text.utf8)) }

    private static func input(_ schema: String?) throws -> ScriptInput {
        ScriptInput(try schema.map { try json($0) })
    }

    private static func order(_ schema: String?, _ arguments: String) throws -> SubmitOrder {
        var order = SubmitOrder(.script("a"))
        try input(schema).read(try json(arguments), into: &order)
        return order
    }

    @Test func `has files beside the words of a script without a schema`() throws {
        let properties = try Self.input(nil).schema["properties"]
        #expect(properties?.members.map(\.name) == ["args", "stdin", "files"])
        let order = try Self.order(nil, #"{"args":["a"],"stdin":"b","files":{"x/y.csv":"1,2"}}"#)
        #expect(order.arguments == ["a"])
        #expect(order.stdin == Array("b".utf8))
        #expect(order.files.map { $0.path } == ["x/y.csv"])
        #expect(order.files.map { $0.bytes } == [Array("1,2".utf8)])
        #expect(order.argumentObject == nil)
    }

    @Test func `has a schema that means itself where that is`() throws {
        let tree = ##"{"type":"object","properties":{"left":{"$ref":"#"},"$ref":{"const":{"$ref":"#"}}}"##
        let input = try Self.input(tree + ##","$defs":{"a":{"items":{"$ref":"#"}}}}"##)
        let there = ##"{"$ref":"#/properties/args"}"##
        let own = input.schema["properties"]?["args"]?["properties"]
        #expect(own?.compactText == ##"{"left":\##(there),"$ref":{"const":{"$ref":"#"}}}"##)
        #expect(input.schema["$defs"]?.compactText == #"{"a":{"items":\#(there)}}"#)
        let order = try Self.order(tree + "}", #"{"args":{"left":{}}}"#)
        #expect(order.argumentObject?.compactText == #"{"left":{}}"#)
    }

    @Test(arguments: [
        (#"{"type":"object"}"#, "files"),
        (#"{"type":"object","properties":{"month":{"type":"string"}},"additionalProperties":false}"#, "files"),
        (#"{"type":"object","properties":{"files":{"type":"array"}},"required":["files"]}"#, "input_files"),
        (#"{"type":"object","required":["files"]}"#, "input_files"),
    ])
    func `has files beside the members of a schema, under a name that the script has not`(
        schema: String,
        name: String
    ) throws {
        let input = try Self.input(schema)
        let properties = try #require(input.schema["properties"])
        #expect(properties[name]?.compactText == Self.files)
        // All that the schema said is said still.
        let own = try Self.json(schema)
        for member in own.members where member.name != "properties" {
            #expect(input.schema[member.name] == member.value)
        }
        for member in own["properties"]?.members ?? [] { #expect(properties[member.name] == member.value) }
        #expect(properties.members.count == (own["properties"]?.members.count ?? 0) + 1)
        let order = try Self.order(schema, #"{"month":"5","\#(name)":{"a.csv":"1"},"top":null}"#)
        #expect(order.argumentObject?.compactText == #"{"month":"5","top":null}"#)
        #expect(order.files.map { $0.path } == ["a.csv"])
    }

    @Test func `leaves the script what is its own, also where it is called as files are elsewhere`() throws {
        let schema = #"{"type":"object","properties":{"files":{"type":"array"}}}"#
        let order = try Self.order(schema, #"{"files":["a","b"]}"#)
        #expect(order.argumentObject?.compactText == #"{"files":["a","b"]}"#)
        #expect(order.files.isEmpty)
    }

    @Test(arguments: [
        #""maxProperties":1"#, #""minProperties":1"#, #""const":{}"#, #""enum":[{}]"#, ##""$ref":"#/$defs/a""##,
        #""allOf":[{"additionalProperties":false}]"#, #""anyOf":[{}]"#, #""oneOf":[{}]"#, #""not":{}"#, #""if":{}"#,
        #""properties":{"files":{},"input_files":{}}"#,
    ])
    func `has arguments in one member where the schema is about all of them`(keyword: String) throws {
        let schema = ##"{"type":"object",\##(keyword),"$defs":{"a":{"type":"object"}}}"##
        let told = try Self.input(schema).schema
        #expect(told["type"]?.text == "object")
        #expect(told["properties"]?["files"]?.compactText == Self.files)
        #expect(told["properties"]?["args"]?.compactText == #"{"type":"object",\#(keyword)}"#)
        #expect(told["required"] == .strings(["args"]))
        // References lead to the top.
        #expect(told["$defs"]?.compactText == #"{"a":{"type":"object"}}"#)
        let order = try Self.order(schema, #"{"args":{"files":1},"files":{"a":"b"}}"#)
        #expect(order.argumentObject?.compactText == #"{"files":1}"#)
        #expect(order.files.map { $0.path } == ["a"])
    }

    @Test func `keeps a type that is not the one word`() throws {
        let told = try Self.input(#"{"type":["object"]}"#).schema
        #expect(told["type"]?.text == "object")
        #expect(told["properties"]?["args"]?.compactText == #"{"type":["object"]}"#)
    }

    private static let whole = #"{"type":"object","not":{}}"#
    private static let mistakes: [(schema: String?, arguments: String, detail: String)] = [
        (nil, #"{"files":["a"]}"#, "files must be an object"),
        (nil, #"{"files":{"a":1}}"#, "files/a must be a string"),
        (#"{"type":"object"}"#, #"{"files":"a"}"#, "files must be an object"),
        (whole, #"{"files":{}}"#, "args is missing"),
        (whole, #"{"args":["a"]}"#, "args must be an object"),
        (whole, #"{"args":{},"month":"5"}"#, "there is no argument month"),
    ]

    @Test(arguments: mistakes)
    func `says what is wrong with it`(schema: String?, arguments: String, detail: String) throws {
        let fault = try #require(throws: CallFault.self) { try Self.order(schema, arguments) }
        #expect(fault.detail.hasPrefix(detail))
    }
}
