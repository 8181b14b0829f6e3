import MayflyCore
import Testing

@testable import MayflyService

@Suite("What an earlier warden left") struct LeftoverRuleTests {
    private static let mine = "ses_01m85xm72t7a24204s7fh61fck"
    private static let other = "ses_01m85xm72t7a24204s7fh61fcm"

    /// A line of the warden's, and whether it may be of the session that is asked for.
    static let lines: [(String, Bool)] = [
        ("cgroup of \(mine): unlinkat(/sys/fs/cgroup/mayfly/\(mine)): EBUSY: Device or resource busy", true),
        ("mount: one named mayfly-\(mine) is in the host's table", true),
        ("cgroup of \(other): unlinkat(/sys/fs/cgroup/mayfly/\(other)): EBUSY: Device or resource busy", false),
        ("mount: one named mayfly-\(other) is in the host's table", false),
        ("cgroup of \(other): unlinkat(/sys/fs/cgroup/\(mine)/\(other)): EBUSY", true),
        ("cgroup of cell_7f3a: unlinkat(/sys/fs/cgroup/mayfly/cell_7f3a): EBUSY: Device or resource busy", true),
        ("mounts: /proc/self/mountinfo cannot be read", true),
        ("cgroups in /sys/fs/cgroup/mayfly: getdents64(5): EIO: Input/output error", true),
        ("and 85 more, which the warden has said on its standard error", true),
        // Cut, and longer than a name is: whose they are is not known.
        ("cgroup of \(other.dropLast())…", true), ("cgroup of \(other)0: EBUSY", true), ("", true),
    ]

    @Test(arguments: lines) func `is of the session that it names, and of every one when it names none`(
        line: String,
        counts: Bool
    ) throws {
        let session = try #require(SessionID(Self.mine))
        let found = LeftoverRule.destruction(of: session, hasStarted: true, left: [line])
        #expect(found.leftovers == (counts ? [line] : []))
        #expect(found.isComplete == !counts)
        #expect(found.checked.isEmpty == counts, "nothing is said to have been checked that did not hold")
    }

    @Test func `is nothing where the warden has removed all`() throws {
        let found = LeftoverRule.destruction(of: try #require(SessionID(Self.mine)), hasStarted: true, left: [])
        #expect(found.isComplete && found.checked.count == 1)
    }

    @Test func `is all of a session's, in the warden's order, without what is others'`() throws {
        let lines = Self.lines.map(\.0)
        let found = LeftoverRule.destruction(of: try #require(SessionID(Self.mine)), hasStarted: true, left: lines)
        #expect(found.leftovers == Self.lines.filter(\.1).map(\.0))
    }

    @Test func `is none of a session's that never started, unless it names that one`() throws {
        let session = try #require(SessionID(Self.mine))
        let lines = Self.lines.map(\.0)
        let found = LeftoverRule.destruction(of: session, hasStarted: false, left: lines)
        #expect(found.leftovers == lines.filter { $0.contains(Self.mine) })
        let queued = LeftoverRule.destruction(of: session, hasStarted: false, left: ["cgroup of cell_7f3a: EBUSY", ""])
        #expect(queued.isComplete && queued.checked[0].contains("nothing of it ran"))
    }
}
