import CLinux
import Glibc
import LinuxSystem
import MayflyCore
import MayflyTestSupport
import Sandbox
import SandboxPlan
import Testing

/// Each thing that a process gives up before it runs foreign code, tried in a process of its own; and each time a
/// control, in which that one thing was kept and the same attempt succeeds.
@Suite("A process that gives up", .serialized, .requiresRoot, .tags(.kernel))
struct PrivilegeTests {
    @Test func `nothing can change its root and its host name: the control`() async {
        await #expect(processExitsWith: .exitCode(0)) {
            exit(unsafe chroot("/") == 0 && clinux_unshare(CInt(CLONE_NEWUTS)) == 0 ? 0 : 1)
        }
    }

    @Test func `its capabilities cannot change its root`() async {
        await #expect(processExitsWith: .exitCode(0)) {
            try Capabilities.dropBounding()
            try Capabilities.dropAll()
            guard try Capabilities.count() == 0 else { exit(2) }
            exit(unsafe chroot("/") == -1 && errno == EPERM ? 0 : 1)
        }
    }

    @Test func `its identity cannot take it back`() async {
        await #expect(processExitsWith: .exitCode(0)) {
            try Identity.become(uid: 65_534, gid: 65_534)
            let back = unsafe clinux_setresuid(0) == 0 || clinux_setresgid(0) == 0 || chroot("/") == 0
            exit(!back && getuid() == 65_534 && getgroups(0, nil) == 0 ? 0 : 1)
        }
    }

    @Test(arguments: SystemCallSet.allCases)
    func `system calls cannot make a namespace, even as root`(set: SystemCallSet) async {
        await #expect(processExitsWith: .exitCode(0)) { [set] in
            // Nobody listens here: what a cell would report, fails at once.
            let policy = SystemCallPolicy(groups: SystemCallPolicy(set).groups, otherwise: .fail(errno: EPERM))
            try SeccompProgram(policy).load()
            let refused = clinux_unshare(CInt(CLONE_NEWUTS)) == -1 && errno == EPERM
            exit(unsafe refused && chroot("/") == -1 ? 0 : 1)
        }
    }

    @Test func `everything but waiting and ending cannot open a file`() async {
        await #expect(processExitsWith: .exitCode(0)) {
            let before = unsafe open("/dev/null", O_RDONLY)
            try SeccompProgram(.keeper).load()
            let after = unsafe open("/dev/null", O_RDONLY)
            _exit(before >= 0 && after == -1 && errno == EPERM ? 0 : 1)
        }
    }
}

extension SystemCallSet: Codable {}
