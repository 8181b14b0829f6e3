import Foundation
import Glibc
import MayflyAPI
import MayflyClient
import MayflyCore
import MayflyJSON
import Testing

extension EndToEnd {
    @Suite("A full disk")
    struct FullDisk {
        @Test func `is answered, loses nothing, and is survived`() async throws {
            let daemon = try TestDaemon()
            defer { daemon.remove() }
            try Self.mountSmallDisk(for: daemon)
            defer { umount2(daemon.stateDirectory.path(), CInt(MNT_DETACH)) }
            try await daemon.start()
            let quick = try await daemon.approve("test/quick", "print('right')")
            let slow = try await daemon.approve("test/slow", "import time; time.sleep(1); print('late')")
            #expect(try await daemon.run(quick).verdictText == "ok")

            let underWay = try await daemon.submit(slow)
            _ = try await daemon.wait(underWay.id, until: .running)
            let filler = daemon.stateDirectory.appending(path: "filler").path()
            Self.fill(filler)
            for _ in 0..<20 {
                let refused = try await refusal { _ = try await daemon.submit(quick) }
                #expect(refused == "storage_failed")
            }
            let proposed = try await refusal {
                _ = try await daemon.approve("test/large", "# " + String(repeating: "x", count: 200_000))
            }
            #expect(proposed == "storage_failed")
            let deadline = ContinuousClock.now + .seconds(10)
            while !HostState.sessionProcesses().isEmpty, ContinuousClock.now < deadline {
                try await Task.sleep(for: .milliseconds(20))
            }
            #expect(HostState.sessionProcesses() == [], "it has ended")
            // Time for its end to be shown, which it must not be.
            try await Task.sleep(for: .milliseconds(500))
            let waiting = try await daemon.client.connect { try await $0.session(underWay.id) }
            #expect(!waiting.isFinished, "an end that is not durable is not shown")

            unlink(filler)
            let ended = try await daemon.finished(underWay.id)
            #expect(ended.verdictText == "ok" && ended.stdoutText == "late\n", "\(ended.json.prettyText)")
            #expect(ended.leftovers == [])
            #expect(try await daemon.run(quick).verdictText == "ok")
            let status = await daemon.stop()
            #expect(status == 0, "\(daemon.log)")
        }

        @Test func `is no reason not to start`() async throws {
            let daemon = try TestDaemon()
            defer { daemon.remove() }
            try Self.mountSmallDisk(for: daemon)
            defer { umount2(daemon.stateDirectory.path(), CInt(MNT_DETACH)) }
            try await daemon.start()
            let script = try await daemon.approve("test/quick", "print('right')")
            let earlier = try await daemon.run(script)
            let filler = daemon.stateDirectory.appending(path: "filler").path()
            Self.fill(filler)
            kill(daemon.pid, SIGKILL)
            _ = await daemon.waitForEnd()

            try await daemon.start(until: "warden")
            #expect(try await daemon.finished(earlier.id).stdoutText == "right\n")
            #expect(try await refusal { _ = try await daemon.submit(script) } == "storage_failed")
            unlink(filler)
            #expect(try await daemon.run(script).verdictText == "ok")
            #expect(await daemon.stop() == 0, "\(daemon.log)")
        }

        /// Has a daemon keep its state on a disk of 16 MiB.
        private static func mountSmallDisk(for daemon: TestDaemon) throws {
            let place = daemon.stateDirectory
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: false)
            let options = ["-t", "tmpfs", "-o", "size=16m,mode=0755", "mayfly-test", place.path()]
            let outcome = try runProgram("/usr/bin/mount", options)
            try #require(outcome.status == 0, "\(outcome.errors)")
        }

        /// Writes a file until nothing more fits.
        private static func fill(_ path: String) {
            let file = open(path, O_WRONLY | O_CREAT, 0o600)
            for size in [65_536, 4_096, 1] {
                let piece = [UInt8](repeating: 0, count: size)
                while write(file, piece, size) > 0 {}
            }
            close(file)
        }
    }
}
