import MayflyCore
import MayflyProfiles
import MayflyTestSupport
import MayflyYAML
import Testing

@Suite("A profile file")
struct ProfileParserTests {
    @Test func `is read into a profile`() throws {
        let profile = try ProfileParser.profile(from: Fixture.strict())
        #expect(profile.name.text == "strict")
        #expect(profile.limits.memory == .mebibytes(128))
        #expect(profile.limits.wall == .seconds(5))
        #expect(profile.grace == .milliseconds(500))
        #expect(profile.network == .none)
        #expect(profile.environment == ["LANG", "LC_ALL", "TZ"])
        #expect(profile.concurrency == 32)
        #expect(profile.runtimes.keys.sorted() == [.binary, .node, .python, .sh])
        #expect(profile.approvals == ApprovalPolicy(required: 2))
    }

    @Test(arguments: [
        ("90d", 90 * 86_400), ("2160h", 90 * 86_400), ("2w", 14 * 86_400), ("1s", 1), ("3650d", 3_650 * 86_400),
    ])
    func `says how old an approval may be`(text: String, seconds: Int) throws {
        let profile = try ProfileParser.profile(
            from: Fixture.strict(replacing: "required: 2", with: "maximumAge: \(text)")
        )
        #expect(profile.approvals == ApprovalPolicy(maximumAge: .seconds(seconds)))
    }

    @Test func `says all that approvals have to be`() throws {
        let text = String(decoding: Fixture.strict().bytes, as: UTF8.self)
            .replacing("required: 2", with: "maximumAge: 90d\n    required: 3")
            .replacing("hardwareKeys: false", with: "hardwareKeys: true")
            .replacing("pin: report", with: "pin: enforce")
        let age = Duration.seconds(90 * 86_400)
        let policy = ApprovalPolicy(required: 3, needsHardwareKeys: true, maximumAge: age, pin: .enforce)
        #expect(try ProfileParser.profile(from: Fixture.file(text)).approvals == policy)
    }

    @Test func `may let files carry over, and does not if it does not say so`() throws {
        let file = Fixture.strict(
            replacing: "concurrency:",
            with: "workspace: {bytes: 1Mi, files: 9, lifetime: 7d, perOwner: 2}\n  concurrency:"
        )
        let quota = WorkspaceQuota(bytes: .mebibytes(1), files: 9, lifetime: .seconds(7 * 86_400), perOwner: 2)
        #expect(try ProfileParser.profile(from: file).workspace == quota)
        #expect(try ProfileParser.profile(from: Fixture.strict()).workspace == nil)
        let spilling = Fixture.strict(replacing: "concurrency:", with: "spill: 8Mi\n  concurrency:")
        #expect(try ProfileParser.profile(from: spilling).spill == .mebibytes(8))
        #expect(try ProfileParser.profile(from: Fixture.strict()).spill == nil)
        let warm = Fixture.strict(
            replacing: "concurrency:",
            with: "warm: {cells: 2, python: 1, node: 3, import: [json]}\n  concurrency:"
        )
        let pools = WarmPools(cells: 2, python: 1, node: 3, imports: ["json"])
        #expect(try ProfileParser.profile(from: warm).warm == pools)
        #expect(try ProfileParser.profile(from: Fixture.strict()).warm == nil)
    }

    @Test func `asks for one person and any key if it does not say`() throws {
        let text = String(decoding: Fixture.strict().bytes, as: UTF8.self)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let index = try #require(lines.firstIndex { $0.hasPrefix("  approvals:") })
        let without = (lines[..<index] + lines[(index + 4)...]).joined(separator: "\n")
        #expect(try ProfileParser.profile(from: Fixture.file(without)).approvals == ApprovalPolicy())
    }

    @Test(arguments: [
        ("memory: 128Mi", "memory: 128m", "spec.limits.memory: '128m' would be thousandths of a byte"),
        ("wall: 5s", "wall: 5", "spec.limits.wall: '5' is not a duration"),
        ("wall: 5s", "wall: 1:30", "spec.limits.wall: '1:30' is not a duration"),
        ("pids: 32", "pids: 0x20", "spec.limits.pids: '0x20' is not a whole number"),
        ("pids: 32", "pids: 1_000", "spec.limits.pids: '1_000' is not a whole number"),
        ("pids: 32", "pids: 1", "spec.limits.pids: '1' is below the least Mayfly supports, 2"),
        ("pids: 32", "pids: [32]", "spec.limits.pids: expected a quantity, found a list"),
        ("pids: 32", "pid: 32", "spec.limits.pid: unknown key; did you mean 'pids'?"),
        ("cpuTime: 6s", "cpu_time: 6s", "spec.limits.cpu_time: unknown key; did you mean 'cpuTime'?"),
        ("cpus: 1 ", "swap: 1 ", "spec.limits.swap: unknown key; known keys are wall, cpuTime"),
        ("cpus: 1 ", "cpus: ", "spec.limits.cpus: expected a quantity, found nothing"),
        ("cpus: 1 ", "cpus: *one ", "anchors and aliases are not supported; write the value out"),
        ("cpus: 1 ", "cpus: &one 1 ", "spec.limits.cpus: anchors and aliases are not supported"),
        ("cpus: 1 ", "cpus: !!str 1 ", "spec.limits.cpus: tags are not supported"),
        ("grace: 500ms", "grace: 61s", "spec.grace: '61s' is above the most Mayfly supports"),
        ("output: end", "output: truncate", "spec.onLimit.output: 'truncate' is not one of report, end"),
        ("mode: none", "mode: host", "spec.network.mode: 'host' is not one of none, loopback"),
        (
            "systemCalls: strict", "systemCalls: stict",
            "spec.systemCalls: 'stict' is neither one of standard, strict nor the name of a .json file beside the profile; "
                + "did you mean 'strict'?"
        ),
        (
            "systemCalls: strict", "systemCalls: ../strict.json",
            "spec.systemCalls: '../strict.json' is neither one of standard, strict nor the name of a .json file beside the "
                + "profile"
        ),
        (
            "onDeniedCall: report", "onDeniedCall: kill",
            "spec.onDeniedCall: 'kill' is not one of report, end"
        ),
        (
            "executableScratch: false", "executableScratch: no",
            "spec.filesystem.executableScratch: expected true or false, found 'no'"
        ),
        (
            "executableScratch: false", "executableScratch: 'false'",
            "spec.filesystem.executableScratch: expected true or false"
        ),
        ("required: 2", "required: 0", "spec.approvals.required: '0' is not a whole number between 1 and 8"),
        ("required: 2", "required: 9", "spec.approvals.required: '9' is not a whole number between 1 and 8"),
        ("required: 2", "needed: 2", "spec.approvals.needed: unknown key"),
        ("required: 2", "maximumAge: 90", "spec.approvals.maximumAge: '90' is not a duration; write for example 30m"),
        ("required: 2", "maximumAge: 3651d", "spec.approvals.maximumAge: '3651d' is not between 1s and 3650d"),
        ("required: 2", "maximumAge: 0d", "spec.approvals.maximumAge: '0d' is not between 1s and 3650d"),
        ("hardwareKeys: false", "hardwareKeys: no", "spec.approvals.hardwareKeys: expected true or false, found 'no'"),
        ("pin: report", "pin: refuse", "spec.approvals.pin: 'refuse' is not one of report, enforce"),
        ("max: 32", "max: 0", "spec.concurrency.max: '0' is not a whole number between 1 and 1024"),
        ("name: strict", "name: Strict", "metadata.name: 'Strict' is not a name"),
        (
            "name: strict", "name: stricter",
            "metadata.name: a profile called 'stricter' must be in a file called stricter.yaml"
        ),
        ("mayfly/v1", "mayfly/v2", "apiVersion: 'mayfly/v2' is not supported; write mayfly/v1"),
        ("kind: Profile", "kind: Policy", "kind: 'Policy' is not supported; write Profile"),
        ("- TZ", "- LD_PRELOAD", "spec.env.allow[2]: 'LD_PRELOAD' can make a program run other code"),
        ("- TZ", "- PATH", "spec.env.allow[2]: 'PATH' is set by Mayfly itself"),
        ("- TZ", "- a-b", "spec.env.allow[2]: 'a-b' is not the name of a variable"),
        ("- TZ", "- LANG", "spec.env.allow[2]: 'LANG' is here twice"),
        ("python: {}", "python: {flags: [-B]}", "spec.runtimes.python.flags: -I is missing"),
        ("python: {}", "python: {flags: [-I, -c]}", "spec.runtimes.python.flags[1]: '-c' is not a supported option"),
        ("python: {}", "python: {flags: [-Im]}", "spec.runtimes.python.flags[0]: '-Im' is not a supported option"),
        ("python: {}", "python: {path: python3}", "spec.runtimes.python.path: 'python3' is not an absolute path"),
        (
            "python: {}", "python: {path: /opt/bin/python3}",
            "'/opt/bin/python3' lies below no path of spec.filesystem.visible"
        ),
        ("python: {}", "python:", "spec.runtimes.python: expected a mapping, found nothing; write {} for an empty one"),
        ("binary: {}", "binary: {path: /bin/sh}", "spec.runtimes.binary.path: unknown key; no keys are known here"),
        ("sh: {}", "sh: {flags: [-c]}", "spec.runtimes.sh.flags[0]: '-c' is not a supported option of sh"),
        (
            "node: {}", "node: {flags: [--require=x]}",
            "spec.runtimes.node.flags[0]: '--require=x' is not a supported option"
        ),
        ("node: {}", "nod: {}", "spec.runtimes.nod: unknown key; did you mean 'node'?"),
        ("concurrency:", "io: {}\n  concurrency:", "spec.io: limits nothing; add for example readBytes: 50Mi"),
        (
            "concurrency:", "io: {readBytes: 1Ki}\n  concurrency:",
            "spec.io.readBytes: '1Ki' is not between 64Ki and 1024Gi per second"
        ),
        ("concurrency:", "io: {readBytes: 50m}\n  concurrency:", "spec.io.readBytes: '50m' would be thousandths"),
        (
            "concurrency:", "io: {readOperations: 1}\n  concurrency:",
            "spec.io.readOperations: '1' is not a whole number between 10 and 10000000"
        ),
        ("concurrency:", "io: {writeBytes: 1Mi}\n  concurrency:", "spec.io.writeBytes: unknown key"),
        ("concurrency:", "spill: 1Ki\n  concurrency:", "spec.spill: '1Ki' is not between 1Mi and 1Gi"),
        (
            "concurrency:", "warm: {cells: 65}\n  concurrency:",
            "spec.warm.cells: '65' is not a whole number between 0 and 64"
        ),
        (
            "concurrency:", "warm: {cells: 0}\n  concurrency:",
            "spec.warm: builds nothing ahead; add for example cells: 4"
        ),
        (
            "concurrency:", "warm: {cells: 1, import: [json]}\n  concurrency:",
            "spec.warm.import: no interpreter is started ahead that could import them; add for example python: 4"
        ),
        (
            "concurrency:", "warm: {python: 1, import: [\"os; x\"]}\n  concurrency:",
            "spec.warm.import[0]: 'os; x' is not the name of a module"
        ),
        (
            "concurrency:", "warm: {node: 65}\n  concurrency:",
            "spec.warm.node: '65' is not a whole number between 0 and 64"
        ),
        (
            "node: {} # /usr/bin/node, where the host has it\n    binary: {} # an ELF program inside the bundle",
            "node: {flags: [--jitless]}\n    binary: {}\n  warm: {node: 1}",
            "spec.warm.node: a node with option --jitless is not started ahead: it prints while it starts"
        ),
        (
            "concurrency:", "warm: {node: 1, import: [json]}\n  concurrency:",
            "spec.warm.import: no interpreter is started ahead that could import them; add for example python: 4"
        ),
        ("concurrency:", "warm: {deno: 1}\n  concurrency:", "spec.warm.deno: unknown key"),
        ("concurrency:", "workspace: {}\n  concurrency:", "spec.workspace.bytes: is missing"),
        (
            "concurrency:", "workspace: {bytes: 33Mi, files: 1, lifetime: 1h, perOwner: 1}\n  concurrency:",
            "spec.workspace.bytes: '33Mi' is not between 4Ki and 32Mi, which limits.disk and an archive have room for"
        ),
        (
            "concurrency:", "workspace: {bytes: 1Mi, files: 1001, lifetime: 1h, perOwner: 1}\n  concurrency:",
            "spec.workspace.files: '1001' is not a whole number between 1 and 1000"
        ),
        (
            "concurrency:", "workspace: {bytes: 1Mi, files: 1, lifetime: 10ms, perOwner: 1}\n  concurrency:",
            "spec.workspace.lifetime: '10ms' is not between 1s and 8784h"
        ),
        (
            "concurrency:", "workspace: {bytes: 1Mi, files: 1, lifetime: 1h, perOwner: 0}\n  concurrency:",
            "spec.workspace.perOwner: '0' is not a whole number between 1 and 1000"
        ),
    ])
    func `is refused with its place`(old: String, new: String, message: String) {
        let errors = Fixture.errors(Fixture.strict(replacing: old, with: new))
        #expect(errors.contains(message), "\(errors)")
    }

    @Test func `may limit reading from disks`() throws {
        let file = Fixture.strict(
            replacing: "concurrency:",
            with: "io: {readBytes: 50Mi, readOperations: 1000}\n  concurrency:"
        )
        let rate = DiskRate(readBytes: .mebibytes(50), readOperations: 1000)
        #expect(try ProfileParser.profile(from: file).io == rate)
        #expect(try ProfileParser.profile(from: Fixture.strict()).io == nil)
    }

    @Test(arguments: [
        "/", "/proc", "/sys/kernel", "/dev", "/etc", "/etc/passwd", "/etc/alternatives/awk", "/run/mayfly", "/root",
        "/home/me",
        "/var/lib", "/tmp", "/work", "/usr/../etc", "/opt/", "//opt", "opt", "/opt/./x", "/usr/share",
    ])
    func `may not show`(path: String) {
        let errors = Fixture.errors(Fixture.strict(replacing: "- /etc/alternatives", with: "- \(path)"))
        #expect(errors.contains("spec.filesystem.visible[5]: '"), "\(path): \(errors)")
    }

    @Test func `may show a directory of programs`() throws {
        let file = Fixture.strict(replacing: "- /etc/alternatives", with: "- /opt/analysis")
        #expect(try ProfileParser.profile(from: file).visiblePaths.contains("/opt/analysis"))
    }

    @Test func `is refused with all its errors at once`() throws {
        let text = """
            apiVersion: mayfly/v1
            kind: Profile
            metadata: {name: strict, summary: ''}
            spec:
              limits: {wall: 5s, cpuTime: soon, cpus: 1, memory: 512m, pids: 32, disk: 32Mi, inode: 2048}
              onLimit: {output: end, disk: end}
              network: {}
              systemCalls: strict
              filesystem:
                visible: [/usr, /home]
                executableScratch: on
              runtimes: {python: {path: /usr/bin/python3, flags: [-I, -m]}}
              env: {allow: [LD_PRELOAD]}
              concurency: {max: 1}
            """
        try expectGolden(Fixture.errors(Fixture.file(text)), "all-errors.txt")
    }

    @Test(arguments: [
        ("", "strict.yaml:1:1: error: the file is empty"),
        ("[]", "strict.yaml:1:1: error: expected a mapping, found a list"),
        ("{a: [}", "strict.yaml:1:6: error: not YAML: "),
        ("a: 1\na: 2\n", "strict.yaml:1:1: error: this key is here twice: 'a'"),
        ("kind: Profile\n---\nkind: Profile\n", "not YAML: but found another document"),
        ("x: &a [1]\ny: *a\n", "anchors and aliases are not supported"),
    ])
    func `is refused as a whole`(text: String, message: String) {
        #expect(Fixture.errors(Fixture.file(text)).contains(message), "\(Fixture.errors(Fixture.file(text)))")
    }

    @Test func `is refused when it is not text`() {
        #expect(
            Fixture.errors(NamedFile(name: "x.yaml", bytes: [0xff, 0xfe])).contains("the file is not UTF-8 text")
        )
        #expect(
            Fixture.errors(NamedFile(name: "x.yaml", bytes: Array("a: \0".utf8))).contains(
                "the file is not UTF-8 text"
            )
        )
    }

    @Test func `is refused when it is too long or too deep`() {
        let long = NamedFile(name: "x.yaml", bytes: Array(repeating: UInt8(ascii: "#"), count: 70_000))
        #expect(Fixture.errors(long).contains("the file has 70000 bytes; at most 65536 are supported"))
        #expect(Fixture.errors(Fixture.file(String(repeating: "[", count: 60_000))).contains("not YAML"))
    }

    @Test func `never crashes its reader, whatever is changed in it`() {
        var generator = SystemRandomNumberGenerator()
        let original = Fixture.strict().bytes
        for _ in 0..<300 {
            var bytes = original
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                bytes[Int.random(in: bytes.indices, using: &generator)] = UInt8.random(
                    in: 0x20...0x7e,
                    using: &generator
                )
            }
            _ = Fixture.errors(NamedFile(name: "strict.yaml", bytes: bytes))
        }
    }
}
