import Testing

@testable import MayflyCommands

@Suite("The versions of a script with many", .timeLimit(.minutes(10))) struct VersionPageTests {
    private static let digests = ["3", "2", "1"].map { "sha256:" + String(repeating: $0, count: 64) }

    private static func version(_ digest: String) -> String {
        #"{"name":"a","digest":"\#(digest)","state":"approved"}"#
    }

    /// A daemon that has one version on a page.
    private func daemon() throws -> FakeDaemon {
        try FakeDaemon { request in
            let place = request.split(separator: "=").last.flatMap { Int($0) } ?? 0
            guard request.hasPrefix("GET /v1/scripts/a"), place < Self.digests.count else { return (404, "{}") }
            let next = place + 1 < Self.digests.count ? "\"\(place + 1)\"" : "null"
            let versions = "[\(Self.version(Self.digests[place]))]"
            return (200, #"{"name":"a","current":null,"versions":\#(versions),"next_cursor":\#(next)}"#)
        }
    }

    @Test func `are all shown, as those of one with few`() async throws {
        let daemon = try daemon()
        let text = try await CommandLineAnswer.of(["script", "show", "a"], socket: daemon.path)
        #expect(text.status == 0 && text.errors == "")
        for digest in Self.digests { #expect(text.output.contains("a@\(digest)")) }
        let document = try await CommandLineAnswer.of(
            ["script", "show", "a", "--format", "jsonl"],
            socket: daemon.path
        )
        let versions = Self.digests.map(Self.version).joined(separator: ",")
        #expect(document.output == #"{"name":"a","current":null,"versions":[\#(versions)]}"# + "\n")
    }

    @Test func `are not all asked for where the newest is meant`() async throws {
        let daemon = try daemon()
        let answer = try await CommandLineAnswer.of(["review", "show", "a"], socket: daemon.path)
        let targets = daemon.requests.compactMap { $0.split(separator: " ").dropFirst().first.map(String.init) }
        #expect(targets.first == "/v1/scripts/a" && !targets.contains { $0.contains("cursor=") }, "\(answer.errors)")
    }
}
