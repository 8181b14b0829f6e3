import MayflyBundle
import MayflyJSON
import MayflyStore
import Testing

@testable import MayflyService

@Suite("The result that a script leaves")
struct ResultRuleTests {
    private func description(_ schema: String?) throws -> ResultDescription {
        ResultDescription(file: "result.json", schema: try schema.map { try JSONReader.read(Array($0.utf8)) })
    }

    @Test(arguments: [
        (#"{"rows": 3}"#, "valid", ""), (#"{"rows":3.0}"#, "valid", ""), ("\n {\"rows\" : 3}\n", "valid", ""),
        (#"{"rows":"3"}"#, "invalid", "/rows type"), (#"{}"#, "invalid", " required"), ("[1]", "invalid", " type"),
        ("", "not_json", " -"), ("{\"rows\":3", "not_json", " -"), ("NaN", "not_json", " -"),
        (#"{"rows":1,"rows":2}"#, "not_json", " -"), (#"{"rows":3}{}"#, "not_json", " -"),
    ])
    func `is checked against the script's description`(text: String, state: String, fault: String) throws {
        let schema = #"{"type":"object","properties":{"rows":{"type":"integer"}},"required":["rows"]}"#
        let result = ResultRule.result(try description(schema), bytes: Array(text.utf8))
        #expect(result.state.rawValue == state)
        #expect(result.faults.map { "\($0.pointer) \($0.keyword ?? "-")" }.joined() == fault)
        // What is not as promised is given out all the same: whoever asked sees what is wrong.
        #expect((result.text != nil) == (state != "not_json"))
    }

    @Test func `is anything where there is no schema, as exact as it was`() throws {
        let text = #"[12345678901234567890.10,1e400,"\u00e9",null,{"b":1,"a":2}]"#
        let result = ResultRule.result(try description(nil), bytes: Array(text.utf8))
        #expect(result.state == .valid)
        #expect(result.text == #"[12345678901234567890.10,1e400,"é",null,{"b":1,"a":2}]"#)
    }

    @Test func `is bounded in size and depth, so that every answer with it can be read`() throws {
        let longest = "\"" + String(repeating: "x", count: ResultRule.longest - 2) + "\""
        #expect(ResultRule.result(try description(nil), bytes: Array(longest.utf8)).state == .valid)
        #expect(ResultRule.result(try description(nil), bytes: Array((longest + " ").utf8)).state == .tooLarge)
        for (depth, state) in [(56, ResultRecord.State.valid), (57, .notJSON), (64, .notJSON), (5000, .notJSON)] {
            let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
            #expect(ResultRule.result(try description(nil), bytes: Array(text.utf8)).state == state, "\(depth)")
        }
    }

    @Test func `cannot break out of the JSON around it`() throws {
        for text in ["1]]]]]]]],[[[[[[[[2", "1,2", "]", "\"", "//", "1]]]]]]]]"] {
            let result = ResultRule.result(try description(nil), bytes: Array(text.utf8))
            #expect(result.state == .notJSON && result.text == nil, "\(text)")
        }
    }

    @Test func `that is not there, or was not collected, says so`() throws {
        let missing = ResultRule.missing(try description(nil), skipped: nil)
        #expect(missing.state == .missing && missing.faults.map(\.detail) == ["the script left no such file"])
        let skipped = ResultRule.missing(try description(nil), skipped: "it is a link")
        #expect(skipped.faults.map(\.detail) == ["it was not collected: it is a link"])
    }
}
