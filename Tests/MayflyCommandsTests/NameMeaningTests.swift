import Testing

@testable import MayflyCommands

@Suite("A version that is shown beside what its name runs", .timeLimit(.minutes(10))) struct NameMeaningTests {
    private static let newest = "sha256:" + String(repeating: "2", count: 64)
    private static let older = "sha256:" + String(repeating: "1", count: 64)

    /// A daemon whose script `a` means `current`, a JSON text.
    private func daemon(_ current: String) throws -> FakeDaemon {
        let versions = [Self.newest, Self.older].map { #"{"name":"a","digest":"\#($0)","state":"approved"}"# }
        return try FakeDaemon { request in
            if request == "GET /v1/scripts/a/versions/\(Self.newest)" { return (200, versions[0]) }
            let script = #"{"name":"a","current":\#(current),"versions":[\#(versions.joined(separator: ","))]}"#
            return request.hasPrefix("GET /v1/scripts/a") ? (200, script) : (404, "{}")
        }
    }

    private func lines(_ script: String, _ current: String) async throws -> [String] {
        let daemon = try daemon(current)
        let answer = try await CommandLineAnswer.of(["script", "show", script], socket: daemon.path)
        #expect(answer.status == 0 && answer.errors == "", "\(answer)")
        let lines = answer.output.split(separator: "\n").map(String.init)
        return lines.filter { $0.hasPrefix("by name") }.map { $0.dropFirst(7).drop { $0 == " " } }.map(String.init)
    }

    @Test func `is marked if it is that, and names the other one if it is not`() async throws {
        let lines = try await lines("a", #""\#(Self.older)""#)
        #expect(lines == ["its name runs \(Self.older) now", "this is what its name runs now"])
    }

    @Test func `says so where the name runs nothing`() async throws {
        #expect(try await lines("a", "null") == ["its name runs nothing now", "its name runs nothing now"])
    }

    @Test func `says it also where it is shown alone, by one version of the script`() async throws {
        #expect(try await lines("a@\(Self.newest)", #""\#(Self.newest)""#) == ["this is what its name runs now"])
        let daemon = try daemon(#""\#(Self.older)""#)
        let arguments = ["script", "show", "a@\(Self.newest)"]
        let answer = try await CommandLineAnswer.of(arguments, socket: daemon.path)
        #expect(answer.output.contains("its name runs \(Self.older) now"), "\(answer)")
        let targets = daemon.requests.compactMap { $0.split(separator: " ").dropFirst().first.map(String.init) }
        #expect(targets == ["/v1/scripts/a/versions/\(Self.newest)", "/v1/scripts/a?limit=1"])
        let document = try await CommandLineAnswer.of(arguments + ["--format", "jsonl"], socket: daemon.path)
        #expect(document.output == #"{"name":"a","digest":"\#(Self.newest)","state":"approved"}"# + "\n")
        #expect(daemon.requests.count == 3)
    }
}
