import MayflyBundle
import MayflyCore
import MayflyJSON
import MayflySchema
import MayflyTestSupport
import MayflyYAML
import Testing

/// Files of a few lines that are made to take for ever, or more stack than a thread of the daemon has.
@Suite("A mayfly.yaml made to do harm")
struct HostileFileTests {
    private static let head = "apiVersion: mayfly/v1\nkind: Script\nentry: main.sh\nruntime: sh\n"
    /// Far more than is needed, also without optimisation beside other tests; the files took minutes to millennia.
    private static let longest = Duration.seconds(5)

    private func errors(_ text: String) -> [String] {
        let file = NamedFile(name: "mayfly.yaml", bytes: Array(text.utf8))
        return diagnostics(
            of: Result { () throws(FileErrors) in _ = try BundleParser.description(from: file, paths: ["main.sh"]) }
        )
    }

    private func timed(_ text: String) -> [String] {
        let clock = ContinuousClock()
        let start = clock.now
        let errors = errors(text)
        #expect(clock.now - start < Self.longest)
        return errors
    }

    /// Definitions each of which refers to the next one twice.
    private static func doubled(_ count: Int) -> String {
        let chain = (0..<count).map {
            ##"    d\##($0): {allOf: [{$ref: "#/$defs/d\##($0 + 1)"}, {$ref: "#/$defs/d\##($0 + 1)"}]}"## + "\n"
        }
        return "  $defs:\n" + chain.joined()
            + "    d\(count): {properties: {last: {properties: {deep: true}}}, additionalProperties: true}\n"
    }

    @Test func `follows references that double once, and finds what they name`() {
        let arguments = "args:\n  type: object\n  $ref: '#/$defs/d0'\n" + Self.doubled(28)
        #expect(timed(Self.head + arguments + "argv: [{flag: --x, from: /last/deep}]\n") == [])
        let errors = timed(
            Self.head + arguments + "argv:\n" + (0..<128).map { "  - {flag: --x, from: /zzz\($0)}\n" }.joined()
        )
        #expect(errors.count == 100)
        #expect(errors.allSatisfy { $0.contains("the schema has no property '/zzz") })
    }

    @Test func `does not follow the references of a schema that was refused`() {
        for schema in [##"allOf: [{$ref: "#"}, {$ref: "#"}]"##, ##"anyOf: [{$ref: "#"}, {not: {$ref: "#"}}]"##] {
            let errors = timed(
                Self.head + "args: {type: object, \(schema)}\nargv: [{flag: --x, from: /zzz}]\n"
            )
            #expect(errors.count == 1)
            #expect(errors.first?.contains("leads back to itself") == true, "\(errors)")
        }
    }

    /// Lists of ten aliases each of the list before.
    private static func bomb(_ levels: Int) -> String {
        let first = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n"
        return (1...levels).reduce(first) { text, level in
            text + "a\(level): &a\(level) [" + Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ",")
                + "]\n"
        }
    }

    @Test func `is never built with aliases in it`() {
        for text in [Self.bomb(9) + "? *a9\n: 1\n", Self.bomb(9), "a: &a [*a]\n", "&a a: *a\n", "? &a x\n: *a\n"] {
            let errors = timed(Self.head + text)
            #expect(errors.count == 1)
            #expect(errors.first?.contains("anchors and aliases are not supported") == true, "\(errors)")
        }
    }

    @Test func `has words as keys and nothing else`() {
        for text in ["? [a]\n: 1\n", "? {a: b}\n: 1\n", "args: {[a]: 1}\n", "- {{a: 1}: 2}\n", "[? [a] : 1]\n"] {
            let errors = timed(text)
            #expect(errors.count == 1)
            #expect(errors.first?.contains("a key must be a plain word") == true, "\(errors)")
        }
    }

    @Test func `has a bounded number of values`() {
        let errors = timed(Self.head + "args: {enum: [" + String(repeating: "1,", count: 30_000) + "]}\n")
        #expect(errors.first?.contains("there are more than 20000 values") == true, "\(errors)")
    }

    /// What nests as deep as its own bound allows, and deeper.
    private static let deep: [String] = [
        String(repeating: "[", count: 60_000), String(repeating: "{a: ", count: 15_000),
        String(repeating: "- ", count: 30_000), String(repeating: "? ", count: 30_000),
        head + "args: " + nested(63, "{not: ", "{}", "}"), head + "args: " + nested(64, "{not: ", "{}", "}"),
        head + "args: " + nested(31, "{properties: {a: ", "{}", "}}"),
        head + "args: {const: " + nested(61, "[", "", "]") + "}", head + "args: " + nested(98, "[", "", "]"),
        head + "args:\n  type: object\n  $defs:\n" + chain(900) + "  $ref: '#/$defs/d0'\n",
        head + "args:\n  type: object\n" + doubled(30),
        head + "args: {pattern: '" + nested(50, "(", "a", ")*") + "'}",
        head + "args: {pattern: '" + nested(400, "(", "a", ")") + "'}",
    ]

    /// Definitions each of which refers to the next one.
    private static func chain(_ count: Int) -> String {
        (0..<count).map { "    d\($0): {$ref: '#/$defs/d\($0 + 1)'}\n" }.joined() + "    d\(count): true\n"
    }

    private static func nested(_ count: Int, _ begin: String, _ middle: String, _ end: String) -> String {
        String(repeating: begin, count: count) + middle + String(repeating: end, count: count)
    }

    @Test(arguments: Self.deep.indices)
    func `fits the stack of a thread of the daemon, however deep it nests`(index: Int) throws {
        let text = Self.deep[index]
        try SmallThread.run { _ = errors(text) }
    }

    @Test func `is checked against on such a stack too`() throws {
        let schema = ##"{"$defs":{"x":true},"properties":{"a":"##
        let deepest = Self.nested(15, ##"{"allOf":[{"properties":{"a":"##, "{}", "}}]}")
        let value = Self.nested(63, #"{"a":"#, "1", "}")
        try SmallThread.run {
            guard let json = try? JSONReader.read(Array((schema + deepest + "}}").utf8)),
                let schema = try? Schema(json), let value = try? JSONReader.read(Array(value.utf8))
            else {
                Issue.record("this is a schema and a value")
                return
            }
            #expect((try? schema.check(value)) != nil)
            #expect(!value.canonicalText.isEmpty)
        }
    }
}
