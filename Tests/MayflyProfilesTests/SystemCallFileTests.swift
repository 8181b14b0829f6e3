import MayflyCore
import MayflyProfiles
import MayflyYAML
import Testing

@Suite("A file of OCI seccomp JSON")
struct SystemCallFileTests {
    /// What container engines write: tabs, an old `null`, entries for other machines, kernels and capabilities.
    private static let good = """
        {
        \t"defaultAction": "SCMP_ACT_ERRNO",
        \t"defaultErrnoRet": 1,
        \t"archMap": [{"architecture": "SCMP_ARCH_X86_64", "subArchitectures": ["SCMP_ARCH_X86", "SCMP_ARCH_X32"]}],
        \t"syscalls": [
        \t\t{"names": ["read", "write"], "action": "SCMP_ACT_ALLOW", "args": null, "comment": "files", "includes": {}},
        \t\t{"names": ["ptrace"], "action": "SCMP_ACT_ALLOW", "includes": {"minKernel": "4.8"}},
        \t\t{"names": ["future"], "action": "SCMP_ACT_ALLOW", "includes": {"minKernel": "99.0"}},
        \t\t{"names": ["socket"], "action": "SCMP_ACT_ALLOW",
        \t\t\t"args": [{"index": 0, "value": 40, "op": "SCMP_CMP_NE"}]},
        \t\t{"names": ["clone"], "action": "SCMP_ACT_ALLOW", "excludes": {"caps": ["CAP_SYS_ADMIN"], "arches": ["s390"]},
        \t\t\t"args": [{"index": 0, "value": 2114060288, "valueTwo": 0, "op": "SCMP_CMP_MASKED_EQ"}]},
        \t\t{"names": ["mount"], "action": "SCMP_ACT_ALLOW", "includes": {"caps": ["CAP_SYS_ADMIN"]}},
        \t\t{"names": ["s390_runtime_instr"], "action": "SCMP_ACT_ALLOW", "includes": {"arches": ["s390x"]}},
        \t\t{"names": ["clone3"], "action": "SCMP_ACT_ERRNO", "errnoRet": 38, "excludes": {"caps": ["CAP_SYS_ADMIN"]}},
        \t\t{"names": ["chroot"], "action": "SCMP_ACT_ERRNO"}
        \t]
        }
        """

    private func read(_ text: String) throws(FileErrors) -> [SystemCallGroup] {
        let file = NamedFile(name: "own.json", bytes: Array(text.utf8))
        return try SystemCallFileParser.groups(from: file, kernel: KernelVersion(major: 6, minor: 1))
    }

    @Test func `becomes rules for this machine, this kernel and no capability`() throws {
        let groups = try read(Self.good)
        #expect(
            groups.flatMap(\.rules).map(\.description) == [
                "allow read", "allow write", "allow ptrace", "allow socket when argument 0 is not 0x28",
                "allow clone when argument 0 & 0x7e020000 is 0x0", "fail clone3 with errno 38", "report chroot",
            ]
        )
        #expect(groups.map(\.reason) == ["files", "entry 2", "entry 4", "entry 5", "entry 8", "entry 9"])
    }

    /// A text in the good file, what stands there instead, and the error, with its place.
    static let wrong: [(String, String, String)] = [
        (
            #"Action": "SCMP_ACT_ERRNO","#, #"Action": "SCMP_ACT_ALLOW","#,
            "own.json:2:19: error: defaultAction: 'SCMP_ACT_ALLOW' is not supported as the default"
        ),
        (
            #"Action": "SCMP_ACT_ERRNO","#, #"Action": "SCMP_ACT_KILL","#,
            "own.json:2:19: error: defaultAction: 'SCMP_ACT_KILL' is not supported as the default"
        ),
        (
            #""defaultErrnoRet": 1"#, #""defaultErrnoRet": 38"#,
            "own.json:3:21: error: defaultErrnoRet: '38' is not supported"
        ),
        (#""archMap""#, #""archmap""#, "own.json:4:2: error: archmap: unknown key; did you mean 'archMap'?"),
        (#""archMap":"#, #""flags": ["SECCOMP_FILTER_FLAG_LOG"], "archMap":"#, "own.json:4:12: error: flags[0]: "),
        (#""archMap":"#, #""architectures": ["SCMP_ARCH_ARM"], "archMap":"#, "own.json:4:19: error: architectures: "),
        (#""archMap":"#, #""listenerPath": "/run/x", "archMap":"#, "own.json:4:18: error: listenerPath: "),
        (
            #"["read", "write"]"#, #"["read", "wr ite"]"#,
            "own.json:6:22: error: syscalls[0].names[1]: 'wr ite' is not the name"
        ),
        (#"["read", "write"]"#, "[]", "own.json:6:3: error: syscalls[0]: names no system call"),
        (
            #"["ptrace"], "action": "SCMP_ACT_ALLOW""#, #"["ptrace"], "action": "SCMP_ACT_LOG""#,
            "own.json:7:35: error: "
        ),
        (
            #""minKernel": "4.8""#, #""minKernel": "new""#,
            "own.json:7:79: error: syscalls[1].includes.minKernel: 'new' is not"
        ),
        (
            #""index": 0, "value": 40"#, #""index": 6, "value": 40"#,
            "own.json:10:13: error: syscalls[3].args[0]: index 6"
        ),
        (
            #""value": 40"#, #""value": -1"#,
            "own.json:10:35: error: syscalls[3].args[0].value: '-1' is not a whole number"
        ),
        (#"SCMP_CMP_NE"#, "SCMP_CMP_XX", "own.json:10:45: error: syscalls[3].args[0].op: 'SCMP_CMP_XX' is no operator"),
        (#""errnoRet": 38"#, #""errno": "ENOSYS""#, "error: syscalls[7].errno: errors by name are not supported"),
        (#""defaultErrnoRet": 1"#, #""defaultErrno": "ENOSYS""#, "own.json:3:18: error: defaultErrno: errors by name"),
        (#""errnoRet": 38"#, #""errnoRet": 5000"#, "own.json:15:65: error: syscalls[7].errnoRet: is not the number"),
    ]

    @Test(arguments: wrong) func `with an error is refused with its place`(old: String, new: String, message: String)
        throws
    {
        try #require(Self.good.contains(old))
        do throws(FileErrors) {
            Issue.record("read as \(try read(Self.good.replacing(old, with: new, maxReplacements: 1)))")
        } catch {
            #expect(error.text(bound: 10_000).contains(message), "\(error.text(bound: 10_000))")
        }
    }

    @Test func `has to be there for a profile that refers to it`() throws {
        let profile = Fixture.strict(replacing: "systemCalls: strict", with: "systemCalls: own.json")
        let file = NamedFile(name: "own.json", bytes: Array(Self.good.utf8))
        let set = try ProfileParser.profiles(from: [profile, file], kernel: KernelVersion(major: 6, minor: 1))
        #expect(set.profiles.map(\.systemCalls) == [.file("own.json")])
        #expect(set.policies["own.json"]?.count == 6)
        do throws(FileErrors) {
            Issue.record("read as \(try Fixture.profiles([profile]))")
        } catch {
            #expect(error.text(bound: 1000).contains("spec.systemCalls: there is no file 'own.json' beside this one"))
        }
    }

    @Test(arguments: [("6.1.0-13-amd64", 6, 1), ("4.8", 4, 8), ("10.20.30", 10, 20), ("6.1rc", 6, 1)])
    func `compares kernels by number`(text: String, major: Int, minor: Int) {
        #expect(KernelVersion(text) == KernelVersion(major: major, minor: minor))
    }

    @Test(arguments: ["", "6", "x.y", ".", "6.", "-1.2"]) func `knows what is no kernel version`(text: String) {
        #expect(KernelVersion(text) == nil)
    }
}
