import Foundation
import Glibc
import LinuxSystem
import MayflyCore
import MayflyTestSupport
import Sandbox
import SandboxPlan
import Testing

@Suite("A collector", .serialized, .requiresRoot, .tags(.kernel))
struct CollectorTests {
    /// Numbers that the directory and the pipe have in the warden; a busy one has had every number.
    @Test(arguments: [[60, 61], [61, 60], [60, 200], [200, 60], [61, 200], [200, 61]])
    func `reads and writes what it was given, whatever the numbers are`(numbers: [Int32]) async throws {
        let root = FileManager.default.temporaryDirectory.appending(path: "mayfly-collector-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
        try Data("here".utf8).write(to: root.appending(path: "file"))
        defer { try? FileManager.default.removeItem(at: root) }
        await #expect(processExitsWith: .exitCode(0)) { [numbers, path = root.path() as String] in
            var ends: [CInt] = [-1, -1]
            guard unsafe pipe(&ends) == 0 else { exit(10) }
            let reader = Self.moved(ends[0], to: 300)
            let directory = Self.moved(try OwnedDescriptor.open(path, .directory).release(), to: numbers[0])
            let writer = Self.moved(ends[1], to: numbers[1])
            let collector = Collector(uid: 65_534, limits: Self.limits, filter: try SeccompProgram(.collector))
            let process = try collector.start(from: directory, to: writer)
            guard try process.wait().code == 0 else { exit(1) }
            try writer.close()
            let found = try reader.readAll(bound: 4096)
            exit(String(decoding: found, as: UTF8.self).contains("filehere") ? 0 : 2)
        }
    }

    /// The same under another number.
    private static func moved(_ number: Int32, to wanted: Int32) -> OwnedDescriptor {
        guard dup2(number, wanted) == wanted, close(number) == 0 else { exit(11) }
        return OwnedDescriptor(taking: wanted)
    }

    private static let limits = SessionLimits(
        wall: .seconds(1),
        cpuTime: .seconds(1),
        cpus: CPURate(millicpus: 500),
        memory: .mebibytes(32),
        pids: 4,
        disk: .mebibytes(1),
        inodes: 10,
        openFiles: 16,
        output: .mebibytes(1),
        artifacts: .mebibytes(1),
        artifactCount: 1
    )
}
