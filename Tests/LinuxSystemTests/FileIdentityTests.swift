import LinuxSystem
import Testing

@Suite("The identity of a file")
struct FileIdentityTests {
    private static func status() throws -> FileStatus {
        try FileStatus(following: "/proc/self/exe")
    }

    /// Milliseconds from the look at a file to its last change, and whether what was read then may be remembered.
    static let ages: [(Int64, Bool)] = [
        (-86_400_000, true), (-1_001, true), (-1_000, false), (-1, false), (0, false), (999, false), (2_000, false),
        (2_001, true), (86_400_000, true),
    ]

    @Test(arguments: ages)
    func `is settled where the last change was long ago, or the clock was set back since`(
        milliseconds: Int64,
        isSettled: Bool
    ) throws {
        let status = try Self.status()
        let now = status.changed - milliseconds * 1_000_000
        #expect(FileIdentity(status, at: now).isSettled == isSettled)
    }

    @Test func `is the same until the clock comes to the last change, and the same after that`() throws {
        let status = try Self.status()
        let hour: Int64 = 3_600_000_000_000
        let (before, after) = (status.changed - hour, status.changed + hour)
        #expect(FileIdentity(status, at: before) == FileIdentity(status, at: before - hour))
        #expect(FileIdentity(status, at: after) == FileIdentity(status, at: after + hour))
        #expect(FileIdentity(status, at: before) != FileIdentity(status, at: after))
    }
}
