import MayflyAPI
import MayflyCore
import MayflyJSON
import MayflyTestSupport
import Testing

@Suite("Requests")
struct RequestTests {
    @Test func `takes a time that follows the length, whatever the names`() throws {
        let marks = String(repeating: "\u{301}\u{327}", count: 30_000)
        let time = try ContinuousClock().measure {
            let value = try JSONReader.read(Array(#"{"a\#(marks)":1,"b\#(marks)":2}"#.utf8))
            #expect(throws: RequestFaults.self) { try SessionRequest(value) }
        }
        #expect(time < .seconds(2))
    }

    private static let digest = "sha256:" + String(repeating: "ab", count: 32)

    @Test func `a session has everything it was asked with`() throws {
        let request = try SessionRequest(
            json(
                """
                {"script":"team/report@\(Self.digest)","args":["-v","a b"],"stdin_base64":"AP8=","env":{"MONTH":"5"},
                 "files":[{"path":"a/b.csv","content":"x"},{"path":"c","content":"/w==","encoding":"base64"}],
                 "profile":"strict","limits":{"wall":"5s","pids":16},"labels":{"ticket":"T-1"}}
                """
            )
        )
        #expect(request.subject == .script(try #require(ScriptReference("team/report@\(Self.digest)"))))
        #expect(request.arguments == ["-v", "a b"])
        #expect(request.input == [0, 255])
        #expect(request.environment.map(\.name) == ["MONTH"])
        #expect(request.files.map(\.content) == [.bytes([UInt8(ascii: "x")]), .bytes([255])])
        #expect(request.profile?.text == "strict")
        #expect(request.limits.map { "\($0.name.rawValue)=\($0.value)" } == ["wall=5s", "pids=16"])
        #expect(request.labels.map(\.value) == ["T-1"])
    }

    @Test(arguments: [
        ("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", true),
        ("01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more", true),
        ("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more", false),
        ("ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", false),
        ("00-00000000000000000000000000000000-00f067aa0ba902b7-01", false),
        ("00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01", false),
        ("00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01", false),
        ("00-4bf92f3577b34da6a3ce929d0e0e473-00f067aa0ba902b7-01", false), ("00", false), ("", false), ("---", false),
    ])
    func `a place in a trace is what the standard says`(text: String, isValid: Bool) {
        #expect(TraceParent.valid(text) == (isValid ? String(text.prefix(55)) : nil))
    }

    @Test func `code needs its runtime`() throws {
        let request = try SessionRequest(json(#"{"code":"print(1)","runtime":"python"}"#))
        #expect(request.subject == .code(Array("print(1)".utf8), .python))
    }

    @Test func `everything that is wrong is named at once`() throws {
        let text = try faults {
            try SessionRequest(
                json(
                    """
                    {"script":"../x","code":1,"args":["a",2,null],"stdin":"a","stdin_base64":"?","env":{"A/B~":1},
                     "files":[{"path":"a"},7,{"path":"b","content":"c","encoding":"hex","mode":1}],"profile":"Standard",
                     "limits":{"walls":"5s","pids":[1]},"labels":{"A B":"x","c":3},"Script":"x"}
                    """
                )
            )
        }
        try expectGolden(text, "session-faults.txt")
    }

    @Test(arguments: [
        ("{}", "/script: is missing: name a script, or give code and runtime"),
        ("[]", ": must be an object"),
        (#"{"code":"x"}"#, "/runtime: is missing: code needs one of python, sh, node, binary"),
        (#"{"script":"a","code":"x","runtime":"sh"}"#, ": give either script, or code and runtime"),
        (#"{"script":"a","runtime":"sh"}"#, ": give either script, or code and runtime"),
        (#"{"script":null,"code":null}"#, "/script: is missing: name a script, or give code and runtime"),
    ])
    func `there is one thing to run`(body: String, expected: String) throws {
        #expect(try faults { try SessionRequest(json(body)) } == expected)
    }

    @Test(
        arguments: [
            (#"{"reason":"x","immediately":true}"#, nil), ("{}", nil),
            (#"{"reason":5}"#, "/reason: must be a string"),
            (#"{"immediately":"yes"}"#, "/immediately: must be true or false"),
            (#"{"signal":"TERM"}"#, "/signal: unknown member; known are: immediately, reason"),
        ] as [(String, String?)]
    )
    func `a kill is read`(body: String, expected: String?) throws {
        #expect(try faults { try KillRequest(json(body)) } == expected ?? "")
    }

    @Test(
        arguments: [
            (#"{"name":"a/b","files":[{"path":"main.py","content":""}]}"#, nil),
            ("{}", "/name: is missing\n/files: is missing"),
            (#"{"name":"A","files":[]}"#, "/name: must be one to four names [a-z0-9][a-z0-9._-]{0,63} joined by '/'"),
            (#"{"name":"a","files":{}}"#, "/files: must be an array"),
            (#"{"name":"a","files":[{"content":"x"}]}"#, "/files/0/path: is missing"),
            (
                #"{"name":"a","files":[{"path":"x","content":"Zg=","encoding":"base64"}]}"#,
                "/files/0/content: is not base64 (RFC 4648, with padding, without line breaks)"
            ),
        ] as [(String, String?)]
    )
    func `a proposal is read`(body: String, expected: String?) throws {
        #expect(try faults { try ProposeRequest(json(body)) } == expected ?? "")
    }

    @Test(
        arguments: [
            (#"{"statement":"{}\n","signature":"-----BEGIN SSH SIGNATURE-----\n"}"#, nil),
            ("{}", "/statement: is missing\n/signature: is missing"),
            (
                #"{"statement":"{}","signature":"\u0000"}"#,
                "/signature: must hold no control characters but tabs and line ends"
            ),
            (#"{"statement":1,"signature":[]}"#, "/statement: must be a string\n/signature: must be a string"),
            (
                #"{"statement":"{}","signature":"x","profiles":[]}"#,
                "/profiles: unknown member; known are: signature, statement"
            ),
        ] as [(String, String?)]
    )
    func `a signed statement is read`(body: String, expected: String?) throws {
        #expect(try faults { try ApproveRequest(json(body)) } == expected ?? "")
    }

    @Test func `an approval as it was before signatures is known as such`() throws {
        #expect(ApproveRequest.isUnsigned(try json(#"{"script":"a","profiles":["standard"]}"#)))
        #expect(!ApproveRequest.isUnsigned(try json(#"{"statement":"a","signature":"b"}"#)))
        #expect(!ApproveRequest.isUnsigned(try json("{}")))
    }

    @Test(
        arguments: [
            (#"{"commit":"COMMIT","clean":true,"signature":"good","signer":"a"}"#, ""),
            ("{}", "/provenance/commit: is missing\n/provenance/clean: is missing\n/provenance/signature: is missing"),
            (
                #"{"commit":"12","clean":1,"signature":"fine"}"#,
                "/provenance/commit: must be the 40 or 64 hexadecimal digits of a commit\n"
                    + "/provenance/clean: must be true or false\n/provenance/signature: must be good, bad or none"
            ),
        ]
    )
    func `where a proposal comes from is read`(provenance: String, expected: String) throws {
        let commit = String(repeating: "a1", count: 20)
        let files = #"[{"path":"main.sh","content":"echo"}]"#
        let body = #"{"name":"a","files":\#(files),"provenance":\#(provenance.replacing("COMMIT", with: commit))}"#
        #expect(try faults { try ProposeRequest(json(body)) } == expected)
    }

    @Test(
        arguments: [
            (#"{"script":"DIGEST","reason":"leaks"}"#, nil), (#"{"script":"a@DIGEST","reason":"leaks"}"#, nil),
            (
                #"{"script":"sha256:AB"}"#,
                "/script: must be name@sha256:<64 hex> or sha256:<64 hex>\n/reason: is missing"
            ),
        ] as [(String, String?)]
    )
    func `a revocation is read`(body: String, expected: String?) throws {
        let body = body.replacing("DIGEST", with: Self.digest)
        #expect(try faults { try RevokeRequest(json(body)) } == expected ?? "")
    }

    @Test(
        arguments: [
            (#"{"script":"a","args":["a\u0000b"]}"#, "/args/0: must hold no NUL"),
            (#"{"script":"a","env":{"A":"\u0000"}}"#, "/env/A: must hold no NUL"),
            (#"{"script":"a","labels":{"a":"\u001b[2J"}}"#, "/labels/a: must hold no control characters"),
            (#"{"script":"a","limits":{"wall":"5s\u0000"}}"#, "/limits/wall: must hold no control characters"),
            (
                #"{"script":"a","files":[{"path":"a\u0000","content":""}]}"#,
                "/files/0/path: must hold no control characters"
            ),
            (#"{"script":"a","args":["\t\n"],"env":{"A":"\n"},"stdin":"\u0000"}"#, ""),
            (#"{"code":"\u0000","runtime":"binary","files":[{"path":"a","content":"\u0000"}]}"#, ""),
        ]
    )
    func `only what is data may hold control characters`(body: String, expected: String) throws {
        #expect(try faults { try SessionRequest(json(body)) } == expected)
    }

    @Test(arguments: ["\\u0000", "\\n", "\\u007f", "\u{85}"])
    func `a reason is one line of text`(character: String) throws {
        let fault = "/reason: must hold no control characters"
        #expect(try faults { try KillRequest(json(#"{"reason":"a\#(character)"}"#)) } == fault)
        let revocation = #"{"script":"\#(Self.digest)","reason":"a\#(character)"}"#
        #expect(try faults { try RevokeRequest(json(revocation)) } == fault)
    }

    @Test func `a rejection's reason may have several lines`() throws {
        let body = #"{"script":"a@\#(Self.digest)","reason":"read\n\tit"}"#
        #expect(try DecisionRequest(json(body)).reason == "read\n\tit")
        let fault = "/reason: must hold no control characters but tabs and line ends"
        let hidden = body.replacing("\\t", with: "\\u0008")
        #expect(try faults { try DecisionRequest(json(hidden)) } == fault)
    }

    @Test func `a request without content has none`() throws {
        #expect(try faults { try EmptyRequest(json("{}")) } == "")
        #expect(try faults { try EmptyRequest(json(#"{"a":1}"#)) } == "/a: unknown member; known are: none")
    }

    @Test func `an answer names thirty-two faults at most`() throws {
        let members = (0..<100).map { "\"x\($0)\":1" }.joined(separator: ",")
        #expect(try faults { try KillRequest(json("{\(members)}")) }.split(separator: "\n").count == 32)
    }

    private func json(_ text: String) throws -> JSON { try JSONReader.read(Array(text.utf8)) }

    /// The faults of a request, one a line; empty if there are none.
    private func faults(_ read: () throws -> Any) throws -> String {
        do {
            _ = try read()
            return ""
        } catch let faults as RequestFaults {
            return faults.faults.map { "\($0.pointer): \($0.detail)" }.joined(separator: "\n")
        }
    }
}
