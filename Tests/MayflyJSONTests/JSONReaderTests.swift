import MayflyJSON
import Testing

@Suite("The JSON reader")
struct JSONReaderTests {
    @Test(arguments: [
        ("null", JSON.null), (" true ", .bool(true)), ("[]", .array([])), ("{}", .object([])),
        ("-0.5e+10", .number("-0.5e+10")), ("12345678901234567890123", .number("12345678901234567890123")),
        (#""a\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00""#, .string("a\"\\/\u{8}\u{c}\n\r\té😀")),
        (#"{"a":[1,{"b":null}]}"#, .object(["a": .array([.number("1"), .object([JSON.Member("b", .null)])])])),
    ])
    func `reads values as they are written`(text: String, value: JSON) throws {
        #expect(try JSONReader.read(Array(text.utf8)) == value)
    }

    @Test(arguments: [
        "", " ", "nul", "[1,]", "{\"a\":1,}", "{a:1}", "'a'", "01", "1.", ".5", "+1", "1e", "--1", "NaN", "Infinity",
        "[1 2]", "{\"a\" 1}", "\"a", "\"\t\"", "\"\\x\"", "\"\\u12g4\"", "\"\\u+123\"", "1 2", "[}", "// x\n1",
        "\u{feff}{}",
    ])
    func `refuses what is not JSON`(text: String) {
        #expect(reason(text) == .syntax)
    }

    @Test(arguments: [#""\ud800""#, #""\udc00""#, #""\ud800A""#, #""\ud83d\ud83d""#])
    func `refuses half of a surrogate pair`(text: String) {
        #expect(reason(text) == .encoding)
    }

    @Test(
        arguments: [[0xff], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xe2, 0x82], [0xf5, 0x80, 0x80, 0x80]] as [[UInt8]]
    )
    func `refuses strings that are not UTF-8`(bytes: [UInt8]) {
        #expect(reason([UInt8(ascii: "\"")] + bytes + [UInt8(ascii: "\"")]) == .encoding)
    }

    @Test func `refuses a member that is given twice`() {
        #expect(reason(#"{"a":1,"b":2,"a":1}"#) == .duplicate("a"))
        #expect(reason(#"{"a":1,"\u0061":1}"#) == .duplicate("a"))
        #expect(reason(#"[{"a":{"x":1,"x":1}}]"#) == .duplicate("x"))
    }

    @Test func `takes names with other bytes for other names`() throws {
        let value = try JSONReader.read(Array(#"{"\u00e9":1,"e\u0301":2,"\u212a":3,"K":4}"#.utf8))
        #expect(value["e\u{301}"] == .number("2"))
        #expect(value["K"] == .number("4"))
    }

    @Test func `reads sixty-four levels, and no more`() throws {
        let deepest = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
        #expect(throws: Never.self) { try JSONReader.read(Array(deepest.utf8)) }
        #expect(reason("[\(deepest)]") == .tooDeep)
        #expect(reason(String(repeating: #"{"a":"#, count: 100_000)) == .tooDeep)
    }

    @Test func `reads as many values as were asked for`() throws {
        #expect(throws: Never.self) { try JSONReader.read(Array("[1,2,3]".utf8), most: 4) }
        #expect(reason("[1,2,3,4]", most: 4) == .tooMany(4))
        #expect(reason(#"{"a":1,"b":[2,3]}"#, most: 4) == .tooMany(4))
    }

    @Test func `says where it stopped`() {
        #expect(failure(Array(#"{"a": 1, "b" 2}"#.utf8))?.offset == 13)
    }

    @Test func `reads what it wrote`() throws {
        let scalars = (0...0x2100).compactMap(Unicode.Scalar.init) + ["😀", "\u{10ffff}"]
        var text = ""
        text.unicodeScalars.append(contentsOf: scalars)
        let value: JSON = .object(["text": .string(text), "list": .array([.null, .bool(false), .number("1.50")])])
        #expect(try JSONReader.read(Array(value.compactText.utf8)) == value)
        #expect(try JSONReader.read(Array(value.prettyText.utf8)) == value)
    }

    @Test func `survives every truncation and every changed byte`() {
        let text = Array(#"{"a":["x\u00e9\n",-1.5e3,true,null,{"b":"é"}]}"#.utf8)
        for end in text.indices { #expect(failure(Array(text[..<end])) != nil) }
        for index in text.indices {
            for byte in [0, 0x22, 0x5c, 0x7b, 0x80, 0xff] as [UInt8] {
                var changed = text
                changed[index] = byte
                _ = failure(changed)
            }
        }
    }

    private func reason(_ text: String, most: Int = 1000) -> JSONReader.Failure.Reason? {
        reason(Array(text.utf8), most: most)
    }

    private func reason(_ bytes: [UInt8], most: Int = 1000) -> JSONReader.Failure.Reason? {
        failure(bytes, most: most)?.reason
    }

    private func failure(_ bytes: [UInt8], most: Int = 1000) -> JSONReader.Failure? {
        do throws(JSONReader.Failure) {
            _ = try JSONReader.read(bytes, most: most)
            return nil
        } catch {
            return error
        }
    }
}
