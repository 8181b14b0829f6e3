import Foundation
import MayflyAPI
import MayflyClient
import MayflyJSON
import MayflyProfiles
import MayflyTestSupport
import MayflyYAML
import Testing

extension EndToEnd {
    @Suite("Output that is longer than its limit") struct Spills {
        @Test func `is an artifact where the profile says so, and bounded`() async throws {
            let profiles = URL(filePath: "/tmp/mayfly-profiles-\(UUID().uuidString.prefix(8))")
            try FileManager.default.createDirectory(at: profiles, withIntermediateDirectories: false)
            defer { try? FileManager.default.removeItem(at: profiles) }
            let standard = try #require(BuiltInProfiles.files.first { $0.name == "standard.yaml" })
            let text = String(decoding: standard.bytes, as: UTF8.self) + "\n  spill: 4Mi\n"
            let file = profiles.appending(path: "standard.yaml").path()
            try Data(text.utf8).write(to: URL(filePath: file))
            for path in [profiles.path(), file] {
                try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
            }
            let daemon = try TestDaemon(arguments: ["--profiles", profiles.path()])
            defer { daemon.remove() }
            try await daemon.start()
            func run(_ lines: Int) async throws -> SessionReply {
                let code = "for i in range(\(lines)): print('%015d' % i)"
                let digest = try await daemon.approve("test/loud", code, profiles: ["standard"])
                return try await daemon.run(digest)
            }
            let session = try await run(131_072)
            let stream = try #require(session.stream("stdout"))
            #expect(
                stream["artifact"]?.text == "%stdout" && stream["bytes"]?.integer == 2 << 20,
                "\(session.json["artifacts_skipped"] ?? .null)"
            )
            #expect(stream["marker"]?.text?.hasSuffix("bytes not shown; whole stream: artifact %stdout]") == true)
            let whole = try #require(session.artifacts.first { $0.name == "%stdout" })
            #expect(whole.bytes == 2 << 20 && whole.digest == stream["sha256"]?.text)
            let bytes = try await daemon.client.connect { connection in
                var bytes: [UInt8] = []
                for try await chunk in try await connection.artifact(session.id, name: "%stdout") { bytes += chunk }
                return bytes
            }
            #expect(bytes.count == 2 << 20 && String(decoding: bytes.suffix(16), as: UTF8.self) == "000000000131071\n")
            // The same stream as it is kept: its beginning, and its end directly behind it.
            let kept = (1 << 20) + (64 << 10)
            let logs = try runProgram(Binaries.path("mayfly"), ["logs", session.id, "--socket", daemon.socket])
            #expect(logs.status == 0 && logs.output.utf8.count == kept)
            let missing = (2 << 20) - kept
            #expect(
                logs.errors.hasPrefix("mayfly: \(missing) bytes of standard output are not shown"),
                "\(logs.errors)"
            )
            let advice = "the whole is the artifact %stdout: mayfly artifacts \(session.id) %stdout --output DIR\n"
            #expect(logs.errors.hasSuffix(advice), "\(logs.errors)")
            let fetch = ["artifacts", session.id, "%stdout", "--output", "-", "--socket", daemon.socket]
            let fetched = try runProgram(Binaries.path("mayfly"), fetch)
            #expect(fetched.status == 0 && Array(fetched.output.utf8) == bytes, "\(fetched.errors)")
            let longer = try await run(300_000)
            #expect(longer.artifacts.isEmpty && longer.stream("stdout")?["artifact"] == nil)
            let reasons = longer.json["artifacts_skipped"]?.elements.compactMap { $0["reason"]?.text }
            #expect(reasons == ["longer than the profile's spill, 4Mi"])
            #expect(try await run(3).artifacts.isEmpty)
            #expect(await daemon.stop() == 0)
        }
    }
}
