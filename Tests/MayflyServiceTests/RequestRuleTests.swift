import MayflyCore
import MayflyProfiles
import MayflyYAML
import Testing

@testable import MayflyService

@Suite("A request") struct RequestRuleTests {
    private func profile() throws -> Profile {
        try ProfileParser.profile(from: try #require(BuiltInProfiles.files.first { $0.name == "standard.yaml" }))
    }

    private func request(_ change: (inout SubmitRequest) -> Void) throws -> SubmitRequest {
        let name = try #require(ScriptName("a"))
        var request = SubmitRequest(.reference(.name(name)), requestID: "r")
        change(&request)
        return request
    }

    private func code(_ change: (inout SubmitRequest) -> Void) throws -> String {
        let request = try request(change)
        do throws(ServiceError) {
            try RequestRule.checkForm(request)
            try RequestRule.check(request, under: try profileOrFail())
            _ = try RequestRule.limits(request, under: try profileOrFail())
            return "ok"
        } catch {
            return error.code
        }
    }

    private func profileOrFail() throws(ServiceError) -> Profile {
        guard let profile = try? profile() else { throw .internal("no profile") }
        return profile
    }

    @Test func `may tighten limits, and loosen none`() throws {
        #expect(try code { $0.limits = [.init(.memory, "64Mi"), .init(.wall, "1s")] } == "ok")
        #expect(try code { $0.limits = [.init(.memory, "512Mi")] } == "limit_above_ceiling")
        #expect(try code { $0.limits = [.init(.wall, "0s")] } == "invalid_request")
        #expect(try code { $0.limits = [.init(.pids, "-1")] } == "invalid_request")
        #expect(try code { $0.limits = [.init(.disk, "9223372036854775808")] } == "invalid_request")
    }

    @Test(arguments: ["SECRET", "LD_PRELOAD", "PATH", "A=B", "MAYFLY_OUT"])
    func `may not set a variable that is not allowed`(name: String) throws {
        #expect(try code { $0.environment = [.init(name, "x")] } == "environment_not_allowed")
    }

    @Test func `may not hold a NUL`() throws {
        #expect(try code { $0.arguments = ["a\u{0}b"] } == "invalid_request")
        #expect(try code { $0.environment = [.init("TZ", "\u{0}")] } == "invalid_request")
    }

    @Test(arguments: [["../a"], ["/a"], ["a", "a"], ["a", "a/b"], [""], ["a\nb"]])
    func `may not have files that are no files`(paths: [String]) throws {
        #expect(try code { $0.inputs = paths.map { InputFile(path: $0, content: .bytes([])) } } == "invalid_request")
    }

    @Test func `is looked at for its size before its variables are`() throws {
        let name = String(repeating: "A", count: 40_000)
        #expect(try code { $0.environment = [.init(name, "")] } == "invalid_request")
        let many = (0..<65).map { EnvironmentVariable("SECRET\($0)", "") }
        #expect(try code { $0.environment = many } == "invalid_request")
    }

    @Test func `is bounded`() throws {
        #expect(try code { $0.arguments = [String](repeating: "x", count: 300) } == "invalid_request")
        #expect(try code { $0.arguments = [String(repeating: "x", count: 40_000)] } == "invalid_request")
        #expect(
            try code { $0.inputs = (0..<1001).map { InputFile(path: "\($0)", content: .bytes([])) } }
                == "invalid_request"
        )
    }
}
