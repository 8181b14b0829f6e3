import MayflyJSON
import MayflyYAML
import Testing

@Suite("YAML that is JSON")
struct YAMLJSONTests {
    private func read(_ text: String) -> (json: JSON?, errors: [String]) {
        let collector = DiagnosticCollector(file: "x.yaml")
        let json = YAMLDocument.read(NamedFile(name: "x.yaml", bytes: Array(text.utf8)), collector: collector) {
            $0.json()
        }
        return (json, collector.sorted.map(\.description))
    }

    @Test(
        arguments: [
            ("{a: 1, b: [true, false, null], c: 'x'}", #"{"a":1,"b":[true,false,null],"c":"x"}"#),
            ("a: -1.5e+3\nb: \"1\"\nc: '010'", #"{"a":-1.5e+3,"b":"1","c":"010"}"#),
            ("a: two words\nb: |\n  one\n  two\n", #"{"a":"two words","b":"one\ntwo\n"}"#),
            (#"{"type": "object", "properties": {"a/b": {}}}"#, #"{"type":"object","properties":{"a/b":{}}}"#),
            ("- ''\n- \"\"\n- []\n- {}", #"["","",[],{}]"#),
        ]
    )
    func `is what JSON would take it for`(text: String, json: String) {
        let result = read(text)
        #expect(result.json?.compactText == json)
        #expect(result.errors == [])
    }

    @Test(
        arguments: [
            "yes", "No", "ON", "~", "Null", "TRUE", "010", "1:30", "1_000", "0x10", "2026-05-31", ".5", "+1", ".inf",
            "1.",
        ]
    )
    func `has no word that versions of YAML read differently`(word: String) {
        let result = read("a: \(word)")
        #expect(result.json == nil)
        #expect(result.errors.count == 1)
        #expect(result.errors.first?.hasPrefix("x.yaml:1:4: error: /a: ") == true)
        #expect(read("a: '\(word)'").json?["a"]?.text == word)
    }

    @Test(arguments: ["a: &x 1\nb: *x", "a: !!str 1", "a:", "? [1]\n: 2", "a: 1\na: 2"])
    func `has no anchors, tags, empty values and keys that are no words`(text: String) {
        let result = read(text)
        #expect(result.json == nil)
        #expect(!result.errors.isEmpty)
    }

    @Test func `is not nested without end`() {
        #expect(read(String(repeating: "[", count: 60) + String(repeating: "]", count: 60)).errors == [])
        #expect(
            read(String(repeating: "[", count: 70) + String(repeating: "]", count: 70)).errors.first?.contains("deeper")
                == true
        )
        #expect(read(String(repeating: "[", count: 60_000)).errors.count == 1)
        #expect(read(String(repeating: "- ", count: 30_000)).errors.count == 1)
    }

    @Test func `reports a hundred errors and no more`() {
        #expect(read((0..<500).map { "k\($0): yes\n" }.joined()).errors.count == 100)
    }
}
