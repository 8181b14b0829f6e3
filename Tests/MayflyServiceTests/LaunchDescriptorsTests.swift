import Glibc
import LinuxSystem
import MayflyCore
import Testing
import WardenProtocol

@testable import WardenClient

@Suite("The descriptors of a launch") struct LaunchDescriptorsTests {
    private static func order() throws -> LaunchOrder {
        let digest = try #require(Digest(bytes: [UInt8](repeating: 1, count: 32)))
        let profile = try #require(ProfileName("standard"))
        let request = LaunchRequest(
            session: try #require(SessionID("ses_01m85xm72t7a24204s7fh61fck")),
            profile: profile,
            work: .bundle(digest, SignedStatement(statement: [], signatures: [])),
            limits: .ceiling,
            hasInput: true,
            hasFiles: true
        )
        let file = ArchiveFile(path: "main.sh", bytes: [1])
        return LaunchOrder(request: request, bundle: [file], input: [1], files: [file])
    }

    private static var openCount: Int { (0..<1024).count { fcntl(CInt($0), F_GETFD) >= 0 } }

    @Test func `are all closed when there is no room for one of them`() async {
        await #expect(processExitsWith: .success) {
            let order = try Self.order()
            let before = Self.openCount
            // Glibc's module hides the name RLIMIT_NOFILE.
            let openFiles = __rlimit_resource_t(7)
            var limit = rlimit()
            getrlimit(openFiles, &limit)
            var failures = 0
            for number in 3..<64 {
                var small = rlimit(rlim_cur: rlim_t(number), rlim_max: limit.rlim_max)
                setrlimit(openFiles, &small)
                do throws(SystemCallError) {
                    _ = try LaunchDescriptors(order)
                } catch {
                    failures += 1
                }
                setrlimit(openFiles, &limit)
            }
            guard failures > 8 else { exit(2) }
            // The runtime opens a few of its own meanwhile; one left by each failure would be more.
            exit(Self.openCount <= before + 4 ? 0 : 1)
        }
    }
}
