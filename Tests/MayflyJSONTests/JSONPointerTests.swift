import MayflyJSON
import Testing

@Suite("A JSON pointer")
struct JSONPointerTests {
    @Test(
        arguments: [
            ("", []), ("/", [""]), ("/a", ["a"]), ("/a/0/b", ["a", "0", "b"]), ("/a~1b/m~0n", ["a/b", "m~n"]),
            ("/~01", ["~1"]), ("/\u{301}", ["\u{301}"]),
        ] as [(String, [String])]
    )
    func `is names, escaped`(text: String, names: [String]) {
        #expect(JSONPointer.names(in: text) == names)
        #expect(JSONPointer.text(names) == text)
    }

    @Test(arguments: ["a", "#/a", "/~", "/~2", "/a~"])
    func `is refused when it is none`(text: String) {
        #expect(JSONPointer.names(in: text) == nil)
    }

    @Test func `leads to members and elements`() throws {
        let json = try JSONReader.read(Array(#"{"a":[10,{"b":null}],"":1}"#.utf8))
        #expect(json.value(at: ["a", "0"]) == .number("10"))
        #expect(json.value(at: ["a", "1", "b"]) == .null)
        #expect(json.value(at: [""]) == .number("1"))
        for missing in [["b"], ["a", "2"], ["a", "00"], ["a", "-"], ["a", "+1"], ["a", "0", "x"]] {
            #expect(json.value(at: missing) == nil)
        }
    }
}
