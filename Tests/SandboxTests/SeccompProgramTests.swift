import MayflyCore
import Sandbox
import SandboxPlan
import Testing

@Suite("A seccomp program")
struct SeccompProgramTests {
    static let allow: UInt32 = 0x7fff_0000
    static let killProcess: UInt32 = 0x8000_0000
    static let report: UInt32 = 0x7fc0_0000
    static func fail(_ errno: UInt32) -> UInt32 { 0x0005_0000 | errno }

    /// System calls of x86-64 that no cell may make, by number.
    static let refused: [(String, UInt32)] = [
        ("ptrace", 101), ("process_vm_readv", 310), ("process_vm_writev", 311), ("kcmp", 312), ("pidfd_getfd", 438),
        ("mount", 165), ("umount2", 166), ("pivot_root", 155), ("chroot", 161), ("open_tree", 428), ("move_mount", 429),
        ("fsopen", 430), ("fsmount", 432), ("mount_setattr", 442), ("unshare", 272), ("setns", 308), ("bpf", 321),
        ("perf_event_open", 298), ("userfaultfd", 323), ("io_uring_setup", 425), ("io_setup", 206), ("keyctl", 250),
        ("add_key", 248), ("request_key", 249), ("open_by_handle_at", 304), ("name_to_handle_at", 303),
        ("init_module", 175),
        ("kexec_load", 246), ("reboot", 169), ("swapon", 167), ("settimeofday", 164), ("clock_settime", 227),
        ("sethostname", 170), ("setuid", 105), ("setresuid", 117), ("setgroups", 116), ("capset", 126), ("acct", 163),
        ("quotactl", 179), ("iopl", 172), ("ioperm", 173), ("memfd_secret", 447), ("fanotify_init", 300),
        ("mknod", 133),
        ("seccomp", 317), ("modify_ldt", 154), ("landlock_create_ruleset", 444),
    ]

    @Test(arguments: SystemCallSet.allCases)
    func `refuses what no script needs`(set: SystemCallSet) throws {
        let machine = FilterMachine(try SeccompProgram(SystemCallPolicy(set)).instructions)
        for (name, number) in Self.refused where !(name == "mknod" || name == "seccomp") {
            #expect(try machine.run(.init(number: number)) == Self.report, "\(name)")
        }
        #expect(try machine.run(.init(number: 435)) == Self.fail(38), "clone3 is not there, so that libc takes clone")
    }

    /// Programs ask for a new call first, and take the old one when it is not there.
    @Test(arguments: [SystemCallPolicy(.strict), SystemCallPolicy(.standard), .keeper, .collector])
    func `has no call that is newer than its table`(policy: SystemCallPolicy) throws {
        let machine = FilterMachine(try SeccompProgram(policy).instructions)
        let newest = SeccompProgram.newestCall
        #expect(newest >= 448, "process_mrelease is in every table that libseccomp 2.5.4 has")
        for number in [newest + 1, 999, 1 << 20, 0x3fff_ffff] {
            #expect(try machine.run(.init(number: number)) == Self.fail(38), "\(number)")
        }
        #expect(try machine.run(.init(number: newest)) != Self.fail(38))
        #expect(try machine.run(.init(number: newest + 1, architecture: 0x4000_0003)) == Self.killProcess)
        #expect(try machine.run(.init(number: 0x4000_0000 + newest + 1)) == Self.killProcess, "x32")
        #expect(try machine.run(.init(number: .max)) != Self.fail(38), "no call at all, as a tracer sets it")
    }

    @Test(arguments: SystemCallSet.allCases)
    func `ends a process that uses another table`(set: SystemCallSet) throws {
        let machine = FilterMachine(try SeccompProgram(SystemCallPolicy(set)).instructions)
        #expect(try machine.run(.init(number: 0, architecture: 0x4000_0003)) == Self.killProcess, "32 bits")
        #expect(try machine.run(.init(number: 0x4000_0000)) != Self.allow, "x32")
    }

    /// A call with arguments, and whether the narrow and the wide list allow it.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let number: UInt32
        let arguments: [UInt64]
        let strict: Bool
        let standard: Bool

        init(_ text: String, _ number: UInt32, _ arguments: [UInt64], _ strict: Bool, _ standard: Bool? = nil) {
            (testDescription, self.number, self.arguments) = (text, number, arguments)
            (self.strict, self.standard) = (strict, standard ?? strict)
        }
    }

    static let cases: [Case] = [
        Case("read", 0, [0, 0, 1], true),
        Case("execve", 59, [], true),
        Case("a thread", 56, [0x3d0f00], true),
        Case("a new user namespace", 56, [0x1000_0000 | 17], false),
        Case("a new network namespace", 56, [0x4000_0000 | 17], false),
        Case("a new mount namespace, with junk in the upper half", 56, [0xffff_ffff_0002_0000], false),
        Case("a new cgroup namespace", 56, [0x0200_0000], false),
        Case("a unix socket", 41, [1, 1, 0], true),
        Case("an internet socket", 41, [2, 1, 0], true),
        Case("an internet socket, with junk in the upper half", 41, [0xdead_0000_0000_0002, 1, 0], true),
        Case("a packet socket", 41, [17, 3, 0], false),
        Case("a netlink socket", 41, [16, 3, 0], false),
        Case("a vsock socket", 41, [40, 1, 0], false),
        Case("an alg socket", 41, [38, 5, 0], false),
        Case("typing into a terminal", 16, [0, 0x5412], false),
        Case("typing into a terminal, with junk in the upper half", 16, [0, 0xffff_ffff_0000_5412], false),
        Case("a console's trick", 16, [0, 0x541c], false),
        Case("a window's size", 16, [0, 0x5413], true),
        Case("no randomisation of addresses", 135, [0x0004_0000], false),
        Case("whole-file locks", 73, [3, 2], false, true),
        Case("record locks", 72, [3, 6], false, true),
        Case("watches on files", 294, [0], false),
        Case("a larger pipe", 72, [3, 1031], false),
        Case("a small attribute", 188, [0, 0, 0, 511, 0], true),
        Case("a large attribute", 188, [0, 0, 0, 512, 0], false),
        Case("a large attribute, by its upper half", 190, [3, 0, 0, 1 << 32, 0], false),
        Case("a large attribute of a link", 189, [0, 0, 0, 65536, 0], false),
        Case("files in memory", 319, [0, 0], false, true),
        Case("leases", 72, [3, 1024], false),
        Case("dropping the parent-death signal of others", 157, [4], true),
        Case("changing seccomp by prctl", 157, [22, 2], false),
    ]

    @Test(arguments: cases) func `decides by the arguments that the kernel reads`(call: Case) throws {
        for (set, expected) in [(SystemCallSet.strict, call.strict), (.standard, call.standard)] {
            let machine = FilterMachine(try SeccompProgram(SystemCallPolicy(set)).instructions)
            let answer = try machine.run(.init(number: call.number, arguments: call.arguments))
            #expect((answer == Self.allow) == expected, "\(set): \(String(answer, radix: 16))")
        }
    }

    /// Where the family is not there the kernel would look for its module at every call.
    @Test(arguments: SystemCallSet.allCases)
    func `refuses IPv6 as the kernel does, where it has none`(set: SystemCallSet) throws {
        let policy = SystemCallPolicy(set)
        let machine = FilterMachine(try SeccompProgram(policy.withoutIPv6).instructions)
        let usual = FilterMachine(try SeccompProgram(policy).instructions)
        for (kind, way) in [(1, 0), (1, 6), (2, 0), (2, 17), (0x80801, 6)] as [(UInt64, UInt64)] {
            let call = FilterMachine.Call(number: 41, arguments: [0xdead_0000_0000_000a, kind, way])
            #expect(try machine.run(call) == Self.fail(97))
            #expect(try usual.run(call) == Self.allow)
            let other = FilterMachine.Call(number: 41, arguments: [2, kind, way])
            #expect(try machine.run(other) == Self.allow)
        }
        #expect(try machine.run(.init(number: 41, arguments: [10, 3, 58])) == Self.fail(97))
        #expect(try machine.run(.init(number: 41, arguments: [16, 3, 0])) == Self.report)
    }

    @Test func `lets pid 1 of a cell wait, report and end, and nothing else`() throws {
        let machine = FilterMachine(try SeccompProgram(.keeper).instructions)
        let allowed = try (0..<500).filter { try machine.run(.init(number: $0)) == Self.allow }
        // read close poll mmap munmap brk rt_sigreturn madvise recvfrom sendmsg futex clock_gettime exit_group waitid
        #expect(Set(allowed) == [0, 3, 7, 9, 11, 12, 15, 28, 45, 46, 202, 228, 231, 247])
        let ioctls: [UInt64] = [0xc050_2100, 0xc018_2101, 0x4018_2103, 0x4008_2102, 0x4008_2104, 0x5412]
        let answers = try ioctls.map { try machine.run(.init(number: 16, arguments: [4, $0])) == Self.allow }
        #expect(
            answers == [true, true, true, false, false, false],
            "hear of a call, give streams, answer, and no other"
        )
    }

    @Test func `gives the same bytes for the same policy`() throws {
        for set in SystemCallSet.allCases {
            let program = try SeccompProgram(SystemCallPolicy(set))
            #expect(program == (try SeccompProgram(SystemCallPolicy(set))))
            #expect(program.instructions.count % 8 == 0 && program.instructions.count / 8 < 4096)
        }
    }
}
