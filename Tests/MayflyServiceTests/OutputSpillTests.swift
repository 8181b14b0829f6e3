import Foundation
import MayflyCore
import MayflyTestSupport
import Testing
import WardenClient
import WardenProtocol

@testable import MayflyService
@testable import MayflyStore

@Suite("A stream that is longer than what is kept") struct OutputSpillTests {
    /// Sends bytes in pieces through the output of a session that keeps 10 of them.
    private func send(
        _ count: Int,
        piece: Int,
        spill: ByteCount?,
        _ check: (SessionOutput, Store, [UInt8]) throws -> Void
    ) async throws {
        try await Store.lend { store, directory in
            var limits = SessionLimits.ceiling
            limits.output = .bytes(10)
            let output = SessionOutput(limits: limits, objects: store.objects, spill: spill) { _ in }
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
            for part in bytes.pieces(of: piece) { output.receive(part, from: .stdout) }
            output.receive(Array("err".utf8), from: .stderr)
            output.ended(.stdout)
            output.ended(.stderr)
            output.ended(.artifacts)
            output.endAll()
            try check(output, store, bytes)
            let left = try FileManager.default.contentsOfDirectory(atPath: "\(directory)/objects/incoming")
            #expect(left == [], "nothing half written is left")
        }
    }

    @Test(arguments: [1, 3, 10, 11, 5000]) func `is an artifact as a whole, in whatever pieces it comes`(piece: Int)
        async throws
    {
        try await send(5000, piece: piece, spill: .mebibytes(1)) { output, store, bytes in
            let file = try #require(output.artifacts.files.first { $0.path == "%stdout" })
            #expect(file.size == .bytes(5000) && file.digest == output.kept(.stdout).record.digest)
            #expect(try store.objects.read(file.digest, atMost: 5000) == bytes)
            // Its beginning was all of stdout's room: what came on the other stream was dropped, and is there too.
            let other = try #require(output.artifacts.files.last)
            #expect(other.path == "%stderr" && other.size == .bytes(3))
        }
    }

    @Test func `keeps its bytes and those of files for as long as the session is there, whatever else is forgotten`()
        async throws
    {
        try await TemporaryDirectory.lend { directory in
            let store = try Store(directory: directory, settlingTime: .zero)
            var limits = SessionLimits.ceiling
            limits.output = .bytes(10)
            var output: SessionOutput? = SessionOutput(limits: limits, objects: store.objects, spill: .mebibytes(1)) {
                _ in
            }
            output?.receive([UInt8](repeating: 1, count: 100), from: .stdout)
            output?.receive(ArtifactRecord(kind: .file, name: [97], size: 1).header + [97], from: .artifacts)
            output?.endAll()
            output?.ended(.artifacts)
            let files = try #require(output?.artifacts.files)
            #expect(files.map(\.path) == ["a", "%stdout"])
            // What the end of an older session with the same bytes does.
            for file in files { #expect(!store.objects.remove(file.digest), "\(file.path)") }
            #expect(output?.artifacts.files == files)
            output = nil
            for file in files { #expect(store.objects.remove(file.digest), "\(file.path)") }
        }
    }

    @Test func `is none where all is kept, where the profile does not say so, and above its bound`() async throws {
        try await send(7, piece: 7, spill: .mebibytes(1)) { output, _, _ in #expect(output.artifacts.files.isEmpty) }
        try await send(5000, piece: 100, spill: nil) { output, _, _ in
            #expect(output.artifacts.files.isEmpty && !output.artifacts.skipped.contains { $0.path.hasPrefix("%") })
        }
        try await send(5000, piece: 100, spill: .bytes(4999)) { output, _, _ in
            #expect(output.artifacts.files.map(\.path) == ["%stderr"])
            let skipped = output.artifacts.skipped.filter { $0.path == "%stdout" }
            #expect(skipped.map(\.reason) == ["longer than the profile's spill, 4999"])
        }
    }

    @Test func `has a name that no file of a script has`() {
        for stream in StreamName.allCases {
            let name = OutputSpill.name(of: stream)
            #expect(ArtifactName.text(of: Array(name.utf8)) != name)
        }
    }
}
