import MayflyClient
import MayflyJSON
import MayflyRun
import Testing

@testable import MayflyCommands

@Suite("The times of sessions") struct StageSamplesTests {
    private func session(_ times: [(String, JSON)]) throws -> SessionReply {
        let members = times.map { JSON.Member($0.0, $0.1) }
        return try SessionReply(
            .object([
                .init("id", .string("ses_01kazm5d1v0000000000000abc")), .init("state", .string("destroyed")),
                .init("times", .object(members)),
            ])
        )
    }

    private func stage(_ name: String) throws -> StageSamples.Stage {
        try #require((StageSamples.stages + [StageSamples.whole]).first { $0.name == name })
    }

    /// 1 to 100 ms in another order, by two clients.
    private func hundred() throws -> StageSamples {
        var clients = [StageSamples(), StageSamples()]
        for number in 1...100 {
            let time = number * 37 % 101
            let reply = try session([("run_ms", .number("\(time)")), ("collect_ms", .null)])
            clients[number % 2].add(reply, all: .milliseconds(2 * time))
        }
        clients[0].add(clients[1])
        return clients[0]
    }

    @Test func `have percentiles that were measured, of all clients together`() throws {
        let samples = try hundred()
        #expect(samples.count == 100)
        let run = try stage("run_ms")
        #expect([0.01, 0.5, 0.95, 0.99, 1].map { samples.percentile($0, of: run) } == [1, 50, 95, 99, 100])
        #expect(try samples.percentile(0.5, of: stage("all_ms")) == 100)
        #expect(try samples.percentile(0.5, of: stage("collect_ms")) == nil, "no session got there")
        var one = StageSamples()
        one.add(try session([("run_ms", .number("1.5"))]), all: .zero)
        #expect([0, 0.5, 1].map { one.percentile($0, of: run) } == [1.5, 1.5, 1.5])
    }

    @Test func `are a table of the stages that were reached, and JSON of all`() throws {
        let samples = try hundred()
        #expect(
            samples.table.lines == [
                "STAGE  MEDIAN ms  P95      P99      MAX", "run    50.000     95.000   99.000   100.000",
                "all    100.000    190.000  198.000  200.000",
            ]
        )
        #expect(
            samples.json["run_ms"]?.compactText == #"{"median":50.000,"p95":95.000,"p99":99.000,"max":100.000}"#
        )
        guard case .object(let members) = samples.json else { return #expect(Bool(false)) }
        #expect(members.map(\.name) == StageSamples.stages.map(\.name) + ["all_ms"])
        #expect(members.filter { $0.value == .null }.count == 5)
    }
}
