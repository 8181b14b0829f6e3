import MayflyJSON
import MayflySchema
import Testing

@Suite("A schema")
struct SchemaTests {
    /// Schema, accepted values, and refused ones with what is wrong.
    static let table: [(String, [String], [(String, [String])])] = [
        ("true", ["1", "null", "{}"], []),
        ("false", [], [("1", [" not"])]),
        (#"{"type":"integer"}"#, ["1", "1.0", "-10e-1", "1e400"], [("1.5", [" type"]), (#""1""#, [" type"])]),
        (#"{"type":"number"}"#, ["1", "0.1"], [("true", [" type"])]),
        (#"{"type":["string","null"]}"#, [#""x""#, "null"], [("1", [" type"])]),
        (#"{"type":"boolean"}"#, ["true"], [("0", [" type"])]),
        (
            #"{"enum":[1,"a",{"x":[1.0]}]}"#, ["1.00", #""a""#, #"{"x":[1]}"#],
            [("2", [" enum"]), (#"{"x":[1,1]}"#, [" enum"])]
        ),
        (#"{"const":{"a":1,"b":2}}"#, [#"{"b":2.0,"a":1}"#], [(#"{"a":1}"#, [" const"])]),
        (
            #"{"properties":{"a":{"type":"string"}},"required":["a","b"],"additionalProperties":false}"#,
            ["1", "[]"],
            [("{}", [" required", " required"]), (#"{"a":1,"b":2}"#, ["/a type", "/b additionalProperties"])]
        ),
        (
            #"{"additionalProperties":{"type":"integer"}}"#, [#"{"x":1}"#, "{}"], [(#"{"x/y":"a"}"#, ["/x~1y type"])]
        ),
        (
            #"{"minProperties":1,"maxProperties":2}"#, [#"{"a":1}"#],
            [("{}", [" minProperties"]), (#"{"a":1,"b":1,"c":1}"#, [" maxProperties"])]
        ),
        (#"{"items":{"type":"integer"}}"#, ["[]", "[1,2]", "{}"], [(#"[1,"a",null]"#, ["/1 type", "/2 type"])]),
        (
            #"{"prefixItems":[{"type":"string"},true],"items":false}"#, [#"["a",1]"#, "[]"],
            [(#"[1,2,3]"#, ["/0 type", "/2 not"])]
        ),
        (#"{"minItems":1,"maxItems":2}"#, ["[1]"], [("[]", [" minItems"]), ("[1,2,3]", [" maxItems"])]),
        (
            #"{"uniqueItems":true}"#, ["[1,2]", #"["1",1]"#],
            [
                ("[1,2,1.0,1]", ["/2 uniqueItems", "/3 uniqueItems"]),
                (#"[{"a":1,"b":2},{"b":2,"a":1}]"#, ["/1 uniqueItems"]),
            ]
        ),
        (
            #"{"minimum":0.1,"maximum":3}"#, ["0.1", "3.0", #""x""#],
            [("0.09", [" minimum"]), ("3.0000000000000000001", [" maximum"])]
        ),
        (
            #"{"exclusiveMinimum":0,"exclusiveMaximum":1}"#, ["0.5"],
            [("0", [" exclusiveMinimum"]), ("1.0", [" exclusiveMaximum"])]
        ),
        (#"{"multipleOf":0.01}"#, ["19.99", "0", "1e300"], [("0.005", [" multipleOf"])]),
        (
            #"{"minLength":2,"maxLength":3}"#, [#""ab""#, #""🙂🙂🙂""#],
            [(#""é""#, [" minLength"]), (#""e\u0301e\u0301""#, [" maxLength"])]
        ),
        (#"{"pattern":"^[a-z]+$"}"#, [#""ab""#, "1"], [(#""aB""#, [" pattern"])]),
        (#"{"allOf":[{"minimum":1},{"maximum":2}]}"#, ["1"], [("0", [" minimum"]), ("3", [" maximum"])]),
        (#"{"anyOf":[{"type":"string"},{"minimum":2}]}"#, [#""x""#, "2"], [("1", [" anyOf"])]),
        (#"{"oneOf":[{"multipleOf":2},{"multipleOf":3}]}"#, ["2", "3"], [("6", [" oneOf"]), ("5", [" oneOf"])]),
        (#"{"not":{"type":"string"}}"#, ["1"], [(#""x""#, [" not"])]),
        (
            #"{"if":{"properties":{"a":{"const":1}}},"then":{"required":["b"]},"else":{"required":["c"]}}"#,
            [#"{"a":1,"b":1}"#, #"{"a":2,"c":1}"#], [(#"{"a":1}"#, [" required"]), (#"{"a":2}"#, [" required"])]
        ),
        (
            ##"{"$defs":{"n":{"type":"integer"},"l":{"items":{"$ref":"#/$defs/n"}}},"properties":{"x":{"$ref":"#/$defs/l"}}}"##,
            [#"{"x":[1]}"#], [(#"{"x":["a"]}"#, ["/x/0 type"])]
        ),
        (##"{"$defs":{"a/b":false},"$ref":"#/$defs/a~1b"}"##, [], [("1", [" not"])]),
    ]

    @Test(arguments: table)
    func `accepts and refuses`(schema: String, accepted: [String], refused: [(String, [String])]) {
        for value in accepted { #expect(Fixture.faults(schema, value) == [], "\(schema) on \(value)") }
        for (value, faults) in refused { #expect(Fixture.faults(schema, value) == faults, "\(schema) on \(value)") }
    }

    @Test(
        arguments: [
            (
                "date", ["2024-02-29", "0000-01-01"],
                ["2023-02-29", "2024-2-9", "20240229", "2024-02-29 ", "２024-02-29"]
            ),
            (
                "time", ["09:30:00Z", "09:30:00.25+02:00", "23:59:60Z", "01:29:60+01:30"],
                ["24:00:00Z", "09:30Z", "09:30:00", "09:30:60Z", "09:30:00.Z"]
            ),
            (
                "date-time", ["2024-02-29T09:30:00Z", "2024-02-29t09:30:00z"],
                ["2024-02-29", "2024-02-29 09:30:00Z", "2024-02-30T09:30:00Z"]
            ),
            (
                "uuid", ["2eb8aa08-aa98-11ea-b4aa-73b441d16380"],
                ["2eb8aa08aa9811eab4aa73b441d16380", "2eb8aa08-aa98-11ea-b4aa-73b441d1638g"]
            ),
            (
                "ipv4", ["127.0.0.1", "0.0.0.0"],
                ["127.0.0", "256.0.0.1", "01.0.0.1", "1.2.3.4.5", "1.2.3.", "0x1.2.3.4"]
            ),
            (
                "ipv6",
                ["::", "::1", "1::", "1:2:3:4:5:6:7:8", "::ffff:1.2.3.4", "1:2:3:4:5:6:1.2.3.4", "1::2:3:4:5:6:7"],
                [
                    "", ":", ":::", "1:2:3:4:5:6:7", "1::2::3", "1:2:3:4:5:6:7:8:9", "12345::", "::1.2.3", "1.2.3.4::",
                    "1:2:3:4:5:6:7:1.2.3.4", "::1%eth0", "1:2:3:4:5:6:7::8", ":1::2",
                ]
            ),
        ] as [(String, [String], [String])]
    )
    func `asserts formats`(format: String, accepted: [String], refused: [String]) {
        let schema = #"{"format":"\#(format)"}"#
        for text in accepted { #expect(Fixture.faults(schema, JSON.string(text).compactText) == [], "\(text)") }
        for text in refused { #expect(Fixture.faults(schema, JSON.string(text).compactText) == [" format"], "\(text)") }
    }

    @Test(
        arguments: [
            ("1", ": a schema is an object, true or false"),
            (#"{"patern":"x"}"#, "/patern: unknown keyword 'patern'; did you mean 'pattern'?"),
            (#"{"contains":true}"#, "/contains: the keyword 'contains' is not supported"),
            (#"{"patternProperties":{}}"#, "/patternProperties: the keyword 'patternProperties' is not supported"),
            (#"{"properties":{"a":{"typo":1}}}"#, "/properties/a/typo: unknown keyword 'typo'; did you mean 'type'?"),
            (#"{"type":"int"}"#, "/type: must be one of null, boolean, object, array, number, integer, string"),
            (#"{"enum":[]}"#, "/enum: must be a list of 1 to 1000 values"),
            (#"{"enum":[1,1.0]}"#, "/enum: has a value twice"),
            (#"{"multipleOf":0}"#, "/multipleOf: must be more than 0, with at most 18 digits"),
            (#"{"minLength":-1}"#, "/minLength: must be a whole number, 0 or more"),
            (#"{"minItems":3,"maxItems":2}"#, "/minItems: is more than maxItems: nothing could fulfil both"),
            (#"{"pattern":"(?=x)"}"#, "/pattern: at character 1: looking ahead or behind, (?=…), is not supported"),
            (#"{"format":"email"}"#, "/format: must be one of date, time, date-time, uuid, ipv4, ipv6"),
            (
                #"{"items":[true]}"#,
                "/items: must be one schema; of the first elements, each has its own in prefixItems"
            ),
            (#"{"allOf":[]}"#, "/allOf: must be a list with at least one schema"),
            (#"{"then":true}"#, "/then: needs if beside it"),
            (##"{"$ref":"#/$defs/x"}"##, "/$ref: there is no 'x' in $defs"),
            (##"{"$ref":"#"}"##, ": leads back to itself"),
            (
                #"{"$ref":"http://x/y"}"#,
                "/$ref: must be #, or #/$defs/ and a name: other documents and places are not supported"
            ),
            (
                ##"{"$defs":{"a":{"items":{"$ref":"#/$defs/b"}},"b":{"not":{"$ref":"#/$defs/a"}}}}"##,
                "leads back to itself"
            ),
            (#"{"items":{"$defs":{}}}"#, "/items/$defs: is supported at the top of a schema only"),
            (
                #"{"$schema":"http://json-schema.org/draft-07/schema#"}"#,
                "/$schema: must be https://json-schema.org/draft/2020-12/schema, at the top, or be left out"
            ),
            (#"{"title":1}"#, "/title: must be a text"), (#"{"uniqueItems":1}"#, "/uniqueItems: must be true or false"),
            (#"{"required":["a","a"]}"#, "/required: has a name twice"),
            (#"{"properties":[]}"#, "/properties: must be an object of schemas"),
        ]
    )
    func `is refused with its place`(schema: String, message: String) {
        let faults = Fixture.faults(inSchema: schema)
        #expect(faults.count == 1, "\(faults)")
        #expect(faults.first?.contains(message) == true, "\(faults)")
    }

    @Test func `is bounded`() {
        let wide = #"{"prefixItems":[\#(Array(repeating: "true", count: 1200).joined(separator: ","))]}"#
        #expect(Fixture.faults(inSchema: wide).contains { $0.contains("at most 1000 sub-schemas") })
        let chain = (0..<100).map { ##""d\##($0)":{"items":{"$ref":"#/$defs/d\##($0 + 1)"}}"## }.joined(separator: ",")
        #expect(
            Fixture.faults(inSchema: ##"{"$defs":{\##(chain),"d100":true}}"##).contains {
                $0.contains("deeper than 64")
            }
        )
        let many = "{" + (0..<100).map { #""x\#($0)":1"# }.joined(separator: ",") + "}"
        #expect(Fixture.faults(inSchema: many).count == SchemaFaults.most)
    }

    @Test func `bounds the work of a check and the faults it tells`() {
        // Each definition asks for the next one twice: two to the 40th.
        let defs = (0..<40).map {
            ##""d\##($0)":{"allOf":[{"$ref":"#/$defs/d\##($0 + 1)"},{"$ref":"#/$defs/d\##($0 + 1)"}]}"##
        }
        let schema =
            ##"{"$defs":{\##(defs.prefix(20).joined(separator: ",")),"d20":{"type":"object"}},"$ref":"#/$defs/d0"}"##
        #expect(Fixture.faults(schema, "{}") == [" "])
        let array = "[" + Array(repeating: "1", count: 1000).joined(separator: ",") + "]"
        #expect(Fixture.faults(#"{"items":{"type":"string"}}"#, array).count == SchemaFaults.most)
        #expect(Fixture.faults("true", #"{"a":[1e9999]}"#) == ["/a/0 type"])
        let long = JSON.string(String(repeating: "a", count: 300_000)).compactText
        #expect(Fixture.faults(#"{"not":{"pattern":"(a?){90}b$"}}"#, long) == [" "])
    }

    @Test(
        arguments: [
            (#"{"b":1.0,"a":[1e2, "é\u0001"]}"#, #"{"a":[100,"é\u0001"],"b":1}"#), ("-0.0", "0"),
            (#"{"é":1,"e":2,"Z":3}"#, #"{"Z":3,"e":2,"é":1}"#),
        ]
    )
    func `gives equal values one text`(value: String, text: String) {
        #expect(Fixture.json(value).canonicalText == text)
        #expect(Fixture.json(text).canonicalText == text)
    }
}
