import Testing

@testable import MayflyCommands

@Suite("A report of usage", .timeLimit(.minutes(10))) struct AgentUsageTests {
    @Test(arguments: [true, false])
    func `says that it is a part, beside what is a file`(isTruncated: Bool) async throws {
        let sum =
            #"{"agent":"bot","script":"a","profile":"standard","sessions":2,"refused":0,"cpu_ms":5,"#
            + #""memory_byte_seconds":7,"wall_ms":9}"#
        let daemon = try FakeDaemon { _ in (200, #"{"items":[\#(sum)],"truncated":\#(isTruncated)}"#) }
        for format in [["--csv"], ["--format", "json"], []] {
            let answer = try await CommandLineAnswer.of(["agent", "usage"] + format, socket: daemon.path)
            #expect(answer.status == 0 && !answer.output.contains("warning"))
            let lines = answer.errors.split(separator: "\n")
            #expect(lines.count == (isTruncated ? 1 : 0), "\(answer.errors)")
            #expect(lines.allSatisfy { $0.hasPrefix("mayfly: warning: there are more than these 1 lines") })
        }
        let csv = try await CommandLineAnswer.of(["agent", "usage", "--csv"], socket: daemon.path).output
        #expect(csv.split(separator: "\n").last == "bot,a,standard,2,0,5,7,9")
    }
}
