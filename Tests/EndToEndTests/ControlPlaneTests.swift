import Foundation
import MayflyTestSupport
import Testing

extension EndToEndBesideEachOther {
    @Suite("The socket")
    struct ControlPlane {
        @Test func `holds against hostile clients`() async throws {
            try await TestDaemon.with { daemon in
                // How fast others are answered depends on what else the host does; this is for what hangs.
                let bounds = ["--latency-p99", "2", "--latency-max", "15"]
                let attack = try await runProgramAside(
                    "/usr/bin/python3",
                    [Self.program, daemon.socket, "--daemon-pid", "\(daemon.pid)", "--key", try daemon.keyFile()]
                        + bounds
                )
                #expect(attack.status == 0, "\(attack.output)\(attack.errors)")
            }
        }

        private static let program = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "ControlPlane/run.py").path()
    }
}
