import MayflyBundle
import MayflyCore
import MayflyJSON
import MayflyStore
import MayflyYAML
import Testing

@testable import MayflyService

@Suite("A bundle that describes itself")
struct BundleRuleTests {
    private static let text = """
        apiVersion: mayfly/v1
        kind: Script
        entry: main.py
        runtime: python
        profiles: [standard]
        env: {allow: [LANG]}
        args: {type: object, properties: {month: {type: string}, n: {type: integer}}, required: [month], additionalProperties: false}
        argv: [{flag: --month, from: /month}]

        """

    private func description(_ text: String = text) throws(ServiceError) -> BundleDescription? {
        try BundleRule.description(of: [
            FileContent(path: "main.py", bytes: []), FileContent(path: "mayfly.yaml", bytes: Array(text.utf8)),
        ])
    }

    private func request(_ change: (inout SubmitRequest) -> Void = { _ in }) throws -> SubmitRequest {
        let name = try #require(ScriptName("a"))
        var request = SubmitRequest(.reference(.name(name)), requestID: "r")
        change(&request)
        return request
    }

    private func faults(_ body: () throws(ServiceError) -> Void) -> [String] {
        do throws(ServiceError) {
            try body()
            return []
        } catch {
            switch error {
            case .invalidArguments(let faults, _), .invalidBundle(let faults):
                return faults.map { "\(error.code) \($0.pointer) \($0.keyword ?? "-"): \($0.detail)" }
            case .invalid(let pointer, let detail): return ["\(error.code) \(pointer): \(detail)"]
            default: return [error.code]
            }
        }
    }

    private func faults(_ request: SubmitRequest, _ text: String? = Self.text) throws -> [String] {
        let description: BundleDescription? = if let text { try self.description(text) } else { nil }
        return faults { () throws(ServiceError) in _ = try ArgumentRule.apply(description, to: request) }
    }

    @Test func `is refused when proposed with everything that is wrong`() {
        let faults = faults { () throws(ServiceError) in
            _ = try BundleRule.description(of: [
                FileContent(path: "mayfly.yaml", bytes: Array("kind: Script\nentry: x".utf8)),
                FileContent(path: "a\u{202e}b", bytes: []), FileContent(path: "mayfly.yml", bytes: []),
            ])
        }
        #expect(faults.count == 5)
        #expect(faults[0].hasPrefix("invalid_bundle /files/1/path -: "))
        #expect(faults[1].contains("/files/2/path -: 'mayfly.yml' is read by nothing"))
        #expect(faults[2...].allSatisfy { $0.hasPrefix("invalid_bundle /files/0/content -: mayfly.yaml:") })
    }

    @Test func `gets exactly the arguments that it describes`() throws {
        let object = try JSONReader.read(Array(#"{"n":2.0,"month":"-5"}"#.utf8))
        let asked = try request { $0.argumentObject = object }
        let got = try ArgumentRule.apply(try description(), to: asked)
        #expect(got.arguments == ["--month=-5"])
        #expect(got.inputs.map(\.path) == ["args.json"])
        let written = "{\"month\":\"-5\",\"n\":2}\n"
        #expect(got.inputs[0].record.digest == BundleDigest.digest(of: Array(written.utf8)))
    }

    @Test(
        arguments: [
            (
                #"{"n":"x","z":1}"#,
                [
                    "/args required: 'month' is missing", "/args/n type: must be an integer",
                    "/args/z additionalProperties: there is no 'z'",
                ]
            ),
            (#"{"month":"a\u0000"}"#, ["/args/month argv: has a NUL"]),
        ]
    )
    func `refuses all others with their places`(object: String, expected: [String]) throws {
        let object = try JSONReader.read(Array(object.utf8))
        let found = try faults(request { $0.argumentObject = object })
        #expect(found.count == expected.count)
        for text in expected { #expect(found.contains { $0.hasPrefix("invalid_arguments \(text)") }, "\(found)") }
    }

    @Test func `takes an object where it has a schema, and a list where it has none`() throws {
        #expect(try faults(request { $0.arguments = ["x"] }).first?.contains("takes arguments by name") == true)
        #expect(try faults(request { $0.arguments = ["x"] }).first?.contains("mayfly run: -a NAME=VALUE") == true)
        #expect(try faults(request()).first?.contains("'month' is missing") == true)
        let plain = "apiVersion: mayfly/v1\nkind: Script\nentry: main.py\nruntime: python"
        #expect(
            try faults(request { $0.argumentObject = .object([JSON.Member]()) }, plain).first?.contains("no schema")
                == true
        )
        #expect(
            try faults(request { $0.argumentObject = .object([JSON.Member]()) }, nil).first?.contains("no schema")
                == true
        )
        #expect(try faults(request { $0.arguments = ["x"] }, plain) == [])
    }

    @Test func `is named where its schema can be looked at`() throws {
        let list = try request { $0.arguments = ["x"] }
        let object = try request { $0.argumentObject = .object([JSON.Member]()) }
        for (description, asked, script) in [(try description(), list, "a"), (nil, object, nil)] {
            let error = #expect(throws: ServiceError.self) { try ArgumentRule.apply(description, of: "a", to: asked) }
            guard case .invalidArguments(_, let found) = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
            #expect(found == script)
        }
    }

    @Test(arguments: ["args.json", "args.json/x"])
    func `has no input file in the way of its arguments`(path: String) throws {
        let object = JSON.object([JSON.Member("month", .string("x"))])
        let asked = try request {
            $0.argumentObject = object
            $0.inputs = [InputFile(path: path, content: .bytes([]))]
        }
        #expect(try faults(asked) == ["invalid_request /files/0/path: args.json holds the arguments of this script"])
        #expect(try faults(request { $0.inputs = [InputFile(path: path, content: .bytes([]))] }, nil) == [])
    }

    @Test func `is bounded as a command line is`() throws {
        let long = JSON.object([JSON.Member("month", .string(String(repeating: "x", count: 40_000)))])
        #expect(try faults(request { $0.argumentObject = long }).first?.contains("too long for a command line") == true)
        let large = JSON.object([JSON.Member("month", .string(String(repeating: "x", count: 30_000)))])
        let entries = { (count: Int) in String(repeating: "{flag: --month, from: /month}, ", count: count) }
        let text = { (count: Int) in Self.text.replacing("[{flag", with: "[\(entries(count)){flag") }
        #expect(try faults(request { $0.argumentObject = large }, text(1)) == [])
        #expect(
            try faults(request { $0.argumentObject = large }, text(2)) == [
                "invalid_arguments /args -: too long for a command line; pass data as a file"
            ]
        )
    }

    @Test(arguments: [("TZ", VariableList.script), ("PATH", nil), ("LD_PRELOAD", nil), ("A-B", nil)])
    func `says who can list a variable`(variable: String, list: VariableList?) throws {
        let subject = SubmitSubject(
            digest: BundleDigest.digest(of: []),
            name: nil,
            runtime: .python,
            description: try description()
        )
        let asked = try request { $0.environment = [.init(variable, "x")] }
        let standard = try #require(ProfileName("standard"))
        let error = #expect(throws: ServiceError.self) {
            try DescriptionRule.check(asked, subject, under: standard)
        }
        guard case .environmentNotAllowed(variable, _, let found) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(found == list)
    }

    @Test func `narrows profiles and variables`() throws {
        let digest = BundleDigest.digest(of: [])
        func code(_ profile: String, _ change: (inout SubmitRequest) -> Void = { _ in }) throws -> [String] {
            let subject = SubmitSubject(
                digest: digest,
                name: nil,
                runtime: .python,
                description: try description()
            )
            let (request, name) = (try request(change), try #require(ProfileName(profile)))
            return faults { () throws(ServiceError) in try DescriptionRule.check(request, subject, under: name) }
        }
        #expect(try code("standard") == [])
        #expect(try code("strict") == ["profile_not_listed"])
        #expect(try code("standard") { $0.environment = [.init("LANG", "C")] } == [])
        #expect(try code("standard") { $0.environment = [.init("TZ", "UTC")] } == ["environment_not_allowed"])
    }
}
