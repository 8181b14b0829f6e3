import MayflyBundle
import MayflyCore
import MayflyJSON
import MayflySchema
import MayflyTestSupport
import MayflyYAML
import Testing

@Suite("A bundle's mayfly.yaml")
struct BundleParserTests {
    static let whole = """
        apiVersion: mayfly/v1
        kind: Script
        description: |
          Sums sales.
          By month.
        entry: src/report.py
        runtime: python
        profiles: [standard, python-data]
        executables: [bin/tool]
        env: {allow: [LANG, TZ]}
        args:
          type: object
          properties:
            month: {type: string, pattern: '^\\d{4}-\\d{2}$'}
            top: {type: integer, minimum: 1}
            all: {type: boolean}
            tags: {type: array, items: {type: string}}
            input: {type: string}
            more: {type: array, items: {type: string}}
            nested: {$ref: '#/$defs/nested'}
          required: [month]
          additionalProperties: false
          $defs:
            nested: {type: object, properties: {deep: {type: number}}}
        argv:
          - {literal: report}
          - {flag: --month, from: /month}
          - {flag: --top, from: /top}
          - {flag: --all, from: /all}
          - {flag: --tag, from: /tags}
          - {flag: --deep, from: /nested/deep}
          - {positional: /input}
          - {positional: /more}
        result: {file: result.json, schema: {type: object}}
        tags: [reports, sales.monthly]

        """
    static let paths = ["src/report.py", "bin/tool", "mayfly.yaml"]

    private func read(_ text: String, paths: [String] = paths) throws(FileErrors) -> BundleDescription {
        try BundleParser.description(from: NamedFile(name: "mayfly.yaml", bytes: Array(text.utf8)), paths: paths)
    }

    private func errors(_ text: String) -> [String] {
        diagnostics(of: Result { () throws(FileErrors) in _ = try read(text) })
    }

    @Test func `says how the script is started and what it takes`() throws {
        let description = try read(Self.whole)
        #expect(description.summary == "Sums sales.\nBy month.")
        #expect(description.tags.map(\.text) == ["reports", "sales.monthly"])
        #expect(
            description.start
                == StartDescription(
                    entry: "src/report.py",
                    runtime: .python,
                    environment: ["LANG", "TZ"],
                    profiles: ["standard", "python-data"].compactMap(ProfileName.init),
                    executables: ["bin/tool"]
                )
        )
        #expect(description.argumentMap.entries.count == 8)
        #expect(description.result?.file == "result.json")
        #expect(description.result?.schema == .object([JSON.Member("type", .string("object"))]))
        #expect(try BundleParser.startDescription(from: Array(Self.whole.utf8), paths: Self.paths) == description.start)
    }

    @Test func `needs little`() throws {
        let description = try read("{apiVersion: mayfly/v1, kind: Script, entry: src/report.py, runtime: sh}")
        #expect(description.arguments == nil)
        #expect(description.start.environment == [])
        #expect(description.argumentMap == ArgumentMap())
    }

    @Test(
        arguments: [
            ("mayfly/v1", "mayfly/v2", "1:13: error: apiVersion: 'mayfly/v2' is not supported; write mayfly/v1"),
            ("kind: Script", "kind: Profile", "2:7: error: kind: 'Profile' is not supported; write Script"),
            (
                "runtime: python", "runtime: pyton",
                "7:10: error: runtime: 'pyton' is not one of python, sh, node, binary; did you mean 'python'?"
            ),
            (
                "entry: src/report.py", "entry: src/other.py",
                "6:8: error: entry: there is no file 'src/other.py' in the bundle"
            ),
            (
                "entry: src/report.py", "entry: ../report.py",
                "6:8: error: entry: '../report.py' is not a plain relative path"
            ),
            ("entry: src/report.py", "entri: src/report.py", "6:1: error: entri: unknown key; did you mean 'entry'?"),
            ("[standard,", "[Standard,", "8:12: error: profiles[0]: 'Standard' is not a name"),
            ("[standard,", "[python-data,", "profiles[1]: 'python-data' is here twice"),
            ("[standard, python-data]", "[]", "8:11: error: profiles: is empty; leave it out, or name some"),
            ("[bin/tool]", "[bin/toll]", "executables[0]: there is no file 'bin/toll' in the bundle"),
            (
                "[LANG, TZ]", "[LD_PRELOAD]",
                "env.allow[0]: 'LD_PRELOAD' can make a program run other code than the approved"
            ),
            ("[LANG, TZ]", "[HOME]", "env.allow[0]: 'HOME' is set by Mayfly itself"),
            (
                "minimum: 1", "minimun: 1",
                "15:35: error: args#/properties/top/minimun: unknown keyword 'minimun'; did you mean 'minimum'?"
            ),
            ("pattern: '^", "pattern: '(?=x)^", "args#/properties/month/pattern: at character 1: looking ahead"),
            ("  type: object\n  properties", "  type: array\n  properties", "args: must say type: object"),
            ("from: /month", "from: /mont", "argv[1].from: the schema has no property '/mont'"),
            ("from: /nested/deep", "from: /nested/dip", "argv[5].from: the schema has no property '/nested/dip'"),
            ("from: /top", "from: top", "argv[2].from: 'top' is not a JSON pointer to an argument"),
            ("--top", "-t", "argv[2].flag: '-t' is not a long flag"), ("--top", "--top=1", "is not a long flag"),
            ("{literal: report}", "{literal: a, flag: --b}", "argv[0]: write {flag: --name, from: /pointer}"),
            ("file: result.json", "file: /etc/x", "result.file: '/etc/x' is not a plain relative path"),
            ("schema: {type: object}", "schema: {type: objekt}", "result.schema#/type: must be one of null"),
            ("pattern: '", "pattern: yes, format: '", "'yes' means different things"),
        ]
    )
    func `is refused with the place of every error`(old: String, new: String, error: String) {
        #expect(Self.whole.contains(old))
        let errors = errors(Self.whole.replacing(old, with: new))
        #expect(errors.contains { $0.contains(error) }, "\(errors)")
        #expect(errors.allSatisfy { $0.hasPrefix("mayfly.yaml:") })
    }

    @Test func `is refused with all errors at once`() {
        #expect(errors("kind: x\nentry: y\nfoo: 1").count == 5)
        #expect(errors("").first == "mayfly.yaml:1:1: error: the file is empty")
        #expect(
            errors("argv: []\napiVersion: mayfly/v1\nkind: Script\nentry: bin/tool\nruntime: sh").first?.contains(
                "needs args"
            ) == true
        )
        #expect(errors(String(repeating: "#", count: 70_000)).first?.contains("at most 65536") == true)
    }

    @Test(
        arguments: [
            (#"{"month":"2026-05"}"#, ["report", "--month=2026-05"]),
            (
                #"{"month":"-x","top":2.0,"all":true,"tags":["a","-b"],"nested":{"deep":1e-1}}"#,
                ["report", "--month=-x", "--top=2", "--all", "--tag=a", "--tag=-b", "--deep=0.1"]
            ),
            (
                #"{"month":"","all":false,"input":"-rf","more":["--","x y"]}"#,
                ["report", "--month=", "--", "-rf", "--", "x y"]
            ),
            (#"{"month":"m","tags":[]}"#, ["report", "--month=m"]),
        ]
    )
    func `makes words that stay data`(arguments: String, words: [String]) throws {
        #expect(try read(Self.whole).argumentMap.words(for: JSONReader.read(Array(arguments.utf8))) == words)
    }

    @Test(
        arguments: [
            (#"{"month":{"a":1}}"#, "/month: must be a text"), (#"{"tags":["a\u0000"]}"#, "/tags/0: has a NUL"),
            (#"{"more":["x"]}"#, "/input: is missing; '/more' would take its place"),
            (#"{"tags":[null]}"#, "/tags/0: must be"),
        ]
    )
    func `makes no words of what is none`(arguments: String, fault: String) throws {
        let map = try read(Self.whole).argumentMap
        let json = try JSONReader.read(Array(arguments.utf8))
        do throws(SchemaFaults) {
            _ = try map.words(for: json)
            Issue.record("\(arguments) was accepted")
        } catch {
            #expect(error.faults.contains { "\($0.pointer): \($0.message)".hasPrefix(fault) }, "\(error.faults)")
        }
    }

    /// Entries, and what comes of them where there may be five words, of 12 bytes each and of 30 together.
    static let lines: [([ArgumentMap.Entry], [String]?)] = [
        ([.literal("one"), .positional(["b"])], ["one", "--", "x", "y", "z"]),
        ([.literal("one"), .literal("two"), .positional(["b"])], nil),
        ([.flag("-", from: ["a"])], ["-=0123456789"]), ([.flag("--", from: ["a"])], nil),
        ([.positional(["a"]), .positional(["a"])], ["--", "0123456789", "0123456789"]),
        ([.positional(["a"]), .positional(["a"]), .literal("123456789")], nil), ([.literal("0123456789abc")], nil),
        ([], []),
    ]

    @Test(arguments: lines.indices) func `makes no more words than a command line may have`(index: Int) throws {
        let (entries, words) = Self.lines[index]
        let arguments = try JSONReader.read(Array(#"{"a":"0123456789","b":["x","y","z"]}"#.utf8))
        let bound = ArgumentMap.Bound(words: 5, bytesOfWord: 12, bytes: 30)
        #expect(try ArgumentMap(entries).words(for: arguments, within: bound) == words)
    }

    @Test(arguments: [JSON.string(String(repeating: "x", count: 100)), .number("1e4000"), .null])
    func `makes no words of a large list in vain, however many entries lead to it`(element: JSON) throws {
        let arguments = JSON.object([JSON.Member("a", .array(Array(repeating: element, count: 100_000)))])
        let map = ArgumentMap((0..<128).map { .flag("--f\($0)", from: ["a"]) })
        let begin = ContinuousClock.now
        let words = try? map.words(for: arguments, within: ArgumentMap.Bound(words: 256, bytesOfWord: 200, bytes: .max))
        #expect(words == nil)
        #expect(ContinuousClock.now - begin < .seconds(2))
    }

    @Test(
        arguments: [
            ("main.py", true), ("lib/ä.py", true), ("lib/a\u{308}.py", false), ("a\\b", false), ("a\nb", false),
            ("../x", false),
            ("/x", false), ("", false), ("a//b", false), ("a/./b", false), ("a\u{202e}b", false), ("a\u{85}b", false),
            ("a\u{200b}", false), ("mayfly.yml", false), ("sub/mayfly.yml", true), ("mayfly.json", false), ("-", false),
            ("a/-", true),
            (String(repeating: "d/", count: 16) + "x", false), (String(repeating: "x", count: 256), false),
            ("한글", true), ("a\u{200d}b", false), ("a\u{2060}", false), ("a\u{fe0f}", false), ("a\u{e0041}", false),
            ("a\u{e0100}", false), ("a\u{ad}b", false), ("a\u{3164}", false), ("a b", true), ("e\u{301}\u{327}", false),
        ]
    )
    func `lies beside files whose names are what they look like`(path: String, isAccepted: Bool) {
        #expect((BundleNameRule.problem(with: path) == nil) == isAccepted)
    }
}
