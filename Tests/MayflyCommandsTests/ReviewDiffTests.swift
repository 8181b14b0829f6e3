import MayflyCore
import MayflyEvidence
import Testing

@Suite("What review diff compares with", .timeLimit(.minutes(10))) struct ReviewDiffTests {
    /// A version of one file.
    private struct Version {
        let text: String
        let state: String
        let digest: String

        init(_ word: String, _ state: String) {
            text = "echo \(word)\n"
            self.state = state
            let entry = Manifest.Entry(path: "main.sh", digest: .sha256(of: Array(text.utf8)))
            digest = MayflyCore.Digest.sha256(of: Array(Manifest.text(of: [entry]).utf8)).description
        }

        var json: String {
            let hash = MayflyCore.Digest.sha256(of: Array(text.utf8)).hexadecimal
            return #"{"name":"a","digest":"\#(digest)","state":"\#(state)","runtime":"sh","#
                + #""files":[{"path":"main.sh","bytes":\#(text.utf8.count),"sha256":"\#(hash)"}]}"#
        }
    }

    private static let one = Version("one", "approved")
    private static let two = Version("two", "approved")
    private static let three = Version("three", "proposed")
    private static let versions = [three, two, one]

    /// What is printed of a script's newest version.
    ///
    /// - Parameter current: The member by which the daemon says what the name means, with its comma.
    private func difference(_ arguments: [String], current: String) async throws -> CommandLineAnswer {
        let list = Self.versions.map(\.json).joined(separator: ",")
        let daemon = try FakeDaemon { request in
            if request == "GET /v1/scripts/a" { return (200, "{\(current)\"versions\":[\(list)]}") }
            let version = Self.versions.first { request.contains($0.digest) }
            guard let version else { return (404, #"{"code":"script_not_found"}"#) }
            return (200, request.hasSuffix("/files/main.sh") ? version.text : version.json)
        }
        return try await CommandLineAnswer.of(["review", "diff"] + arguments, socket: daemon.path)
    }

    private func member(_ version: Version) -> String { #""current":"\#(version.digest)","# }

    @Test func `is the version that was approved last, also when a newer one was approved before`() async throws {
        let answer = try await difference(["a"], current: member(Self.one))
        #expect(answer.status == 0, "\(answer.errors)")
        #expect(answer.errors.contains("\(Self.one.digest) -> \(Self.three.digest)"))
        #expect(answer.output.contains("-echo one") && answer.output.contains("+echo three"), "\(answer.output)")
    }

    @Test func `is the newest approved one where the daemon does not say, and another one than itself`() async throws {
        #expect(try await difference(["a"], current: "").output.contains("-echo two"))
        let same = "a@\(Self.one.digest)"
        #expect(try await difference([same], current: member(Self.one)).output.contains("-echo two"))
        #expect(try await difference(["a"], current: #""current":null,"#).output.contains("-echo two"))
    }
}
