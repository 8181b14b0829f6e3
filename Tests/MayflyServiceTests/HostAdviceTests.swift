import MayflyCore
import MayflyService
import Testing

@Suite("Advice about a host")
struct HostAdviceTests {
    private func advice(_ stage: String, _ errno: String) -> [String] {
        var verdict = Verdict(.setupFailed, evidence: "\(stage): \(errno)")
        (verdict.stage, verdict.errno) = (stage, errno)
        return HostAdvice.lines(canary: verdict, facts: [])
    }

    /// A step, its error, and a word of what is to be done.
    static let cases: [(String, String, String)] = [
        ("clone", "ENOSPC", "user.max_user_namespaces"), ("clone", "EPERM", "RestrictNamespaces="),
        ("user_map", "EPERM", "apparmor_restrict_unprivileged_userns"), ("clone", "ENOSYS", "5.14"),
        ("clone", "ENOENT", "cgroup namespace"),
        ("mounts", "EPERM", "systempaths=unconfined"), ("cgroup", "EROFS", "Delegate=yes"),
        ("join_cgroup", "EACCES", "Delegate=yes"), ("seccomp", "EINVAL", "CONFIG_SECCOMP_FILTER"),
        ("landlock", "EPERM", "Landlock"), ("verify", "EPERM", "read back"), ("execute", "ENOENT", "daemon's log"),
    ]

    @Test(arguments: cases) func `names what cannot be promised, and the setting that mends it`(
        stage: String,
        errno: String,
        word: String
    ) {
        let lines = advice(stage, errno)
        #expect(lines.count == 1)
        #expect(lines.first?.hasPrefix("no session can start: ") == true)
        #expect(lines.first?.contains(word) == true, "\(lines)")
    }

    @Test func `is none where a cell was built`() {
        let facts = [Control("landlock", "abi 7"), Control("cgroup", "v2")]
        #expect(HostAdvice.lines(canary: Verdict(.ok, evidence: "exit"), facts: facts) == [])
    }

    @Test(arguments: [
        ("overcommit", "2", "vm.overcommit_memory=2"), ("core_pattern", "@/run/crashes", "names a socket"),
        ("left_behind", "not gone: cgroup of cell_a: EBUSY", "who is in the cgroups that left_behind names"),
    ])
    func `says what a setting of the host's takes from the promises`(name: String, value: String, word: String) {
        let lines = HostAdvice.lines(canary: Verdict(.ok, evidence: "exit"), facts: [Control(name, value)])
        #expect(lines.count == 1 && lines[0].contains(word), "\(lines)")
        let usual = [
            Control("overcommit", "0"), Control("overcommit", "1"), Control("core_pattern", "|/usr/lib/handler %p"),
        ]
        #expect(HostAdvice.lines(canary: Verdict(.ok, evidence: "exit"), facts: usual) == [])
    }

    @Test func `says what a kernel without Landlock means`() {
        let facts = [Control("landlock", "not offered by this kernel")]
        let lines = HostAdvice.lines(canary: Verdict(.ok, evidence: "exit"), facts: facts)
        #expect(lines.count == 1 && lines[0].contains("CONFIG_SECURITY_LANDLOCK"))
    }
}
