import Foundation
import Glibc
import MayflyCore
import MayflyTestSupport
import Testing
import WardenProtocol

extension WardenSuite {
    /// What one warden leaves is the next one's to remove; what that cannot remove it has to name.
    @Suite("What an earlier warden left")
    struct SweepTests {
        /// A directory below a cell's keeps it as a process does that the kernel holds: it cannot be removed.
        @Test func `is named when it cannot be removed, and no more when it is gone`() throws {
            let warden = try TestWarden()
            let session = try TestLaunch("").request.session
            let facts = try TestLaunch.required(warden.description).facts
            let tree = try TestLaunch.required(facts.first { $0.name.hasPrefix("cgroup.") }).value
            let (directory, below) = ("\(tree)/\(session)", "\(tree)/\(session)/below")
            try #require(mkdir(directory, 0o755) == 0 && mkdir(below, 0o755) == 0)
            defer {
                rmdir(below)
                rmdir(directory)
            }
            try warden.restart()
            let left = try TestLaunch.required(warden.description).leftovers
            #expect(left.count == 1, "\(left)")
            #expect(left.first?.hasPrefix("cgroup of \(session): unlinkat(\(directory)): EBUSY") == true, "\(left)")
            let fact = warden.description?.facts.first { $0.name == "left_behind" }
            #expect(fact?.value == "not gone: \(left.joined())")
            #expect(try warden.run(TestLaunch("exit 0")).report.destruction.isComplete, "others are not concerned")

            rmdir(below)
            try warden.restart()
            #expect(warden.description?.leftovers == [])
            #expect(warden.description?.facts.contains { $0.name == "left_behind" } == false)
            #expect(!FileManager.default.fileExists(atPath: directory))
        }

        @Test func `is named when it is a mount of a cell's`() async throws {
            let warden = try TestWarden()
            let session = try TestLaunch("").request.session
            try await TemporaryDirectory.lend { place in
                try #require(mount("mayfly-\(session)", place, "tmpfs", 0, "size=4096") == 0)
                defer { umount2(place, CInt(MNT_DETACH)) }
                try warden.restart()
                let left = try TestLaunch.required(warden.description).leftovers
                #expect(left == ["mount: one named mayfly-\(session) is in the host's table"])
            }
            try warden.restart()
            #expect(warden.description?.leftovers == [])
        }
    }
}
