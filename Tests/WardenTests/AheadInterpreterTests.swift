import Foundation
import Glibc
import MayflyCore
import Testing
import WardenProtocol

extension WardenSuite {
    @Suite("An interpreter that is started ahead, and replaced on the host")
    struct AheadInterpreterTests {
        /// Another file that is the same program: a loader reads no byte behind its end.
        private static func write(_ program: [UInt8], to path: String) throws {
            try? FileManager.default.removeItem(atPath: path)
            try Data(program).write(to: URL(filePath: path))
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        }

        @Test func `is ended, and the one that is there now is started`() throws {
            let directory = URL(filePath: "/srv/mayfly-test-\(UUID().uuidString)")
            defer { try? FileManager.default.removeItem(at: directory) }
            try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
            let path = directory.appending(path: "python3").path()
            let program = Array(try Data(contentsOf: URL(filePath: "/usr/bin/python3").resolvingSymlinksInPath()))
            try Self.write(program, to: path)
            let profile = TestProfile.ahead("python: 1").replacing("python: {}", with: "python: {path: \(path)}")
                .replacing("/etc/ld.so.cache]", with: "/etc/ld.so.cache, \(directory.path())]")
            let warden = try TestWarden(profiles: ["shut": profile])
            let before = try warden.awaitAhead(1)
            try Self.write(program + [0], to: path)
            // It looks once a second.
            let deadline = ContinuousClock.now + .seconds(20)
            var after = before
            while after == before, ContinuousClock.now < deadline {
                usleep(20_000)
                after = try warden.awaitAhead(1)
            }
            #expect(after.isDisjoint(with: before))
            let ended = try warden.run(TestLaunch.ahead("import sys; print(sys.executable)", entry: "main.py"))
            #expect(ended.output == "\(path)\n" && ended.report.control("built_ahead") == "python")
        }
    }
}
