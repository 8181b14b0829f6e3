import Testing

@testable import MayflyCommands

@Suite("Settings that are checked before they are in force") struct ConfigCheckTests {
    private func check(_ text: String, _ options: String...) async throws -> (CommandLineAnswer, path: String) {
        let place = try TemporaryDirectory()
        try place.write(text, to: "mayflyd.yaml")
        let path = "\(place.path)/mayflyd.yaml"
        return (try await CommandLineAnswer.of(["config", "check", path] + options), path)
    }

    @Test func `are those that are not the built-in ones`() async throws {
        let text = "maxSessions: 32\nmaxQueue: 8\ndrainTime: 30s\nbudget: {cpu: 200%}\nroles: {agents: [a, b]}\n"
        let (answer, path) = try await check(text)
        #expect(answer.status == 0 && answer.errors.isEmpty, "\(answer.errors)")
        #expect(
            answer.output == """
                \(path): ok
                SETTING       VALUE   BUILT IN
                maxQueue      8       256
                budget.cpu    200%    1600%, and 32 at least
                drainTime     30s     0s
                roles.agents  [a, b]  [mayfly]

                """
        )
        let (document, _) = try await check("maxQueue: 8\n", "--format", "jsonl")
        let change = #""changes":[{"setting":"maxQueue","value":"8","built_in":"256"}]}"#
        #expect(document.status == 0 && document.output.hasSuffix(change + "\n"), "\(document.output)")
    }

    @Test func `may say what holds without them`() async throws {
        let (answer, path) = try await check("maxSessions: 32\n")
        #expect(answer.status == 0 && answer.output == "\(path): ok\nevery setting is the built-in one\n")
    }

    @Test func `are wrong with every line that is`() async throws {
        let (answer, path) = try await check("maxSessions: 0\nselfApproval: true\nmaxQeue: 8\n")
        #expect(answer.status == 1 && answer.output.isEmpty, "\(answer.output)")
        #expect(answer.errors.contains("\(path):1:14: error: maxSessions: expected a number from 1 to 200, found '0'"))
        #expect(answer.errors.contains("\(path):3:"), "\(answer.errors)")
        #expect(answer.errors.hasSuffix("mayfly: \(path) is wrong\n"), "\(answer.errors)")
    }

    @Test func `are not there`() async throws {
        let answer = try await CommandLineAnswer.of(["config", "check", "/no/such.yaml"])
        #expect(answer.status == 1 && answer.errors == "mayfly: cannot read /no/such.yaml: no such file or directory\n")
    }
}
