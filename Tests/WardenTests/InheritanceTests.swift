import Foundation
import MayflyCore
import Testing

extension WardenSuite {
    /// Whoever starts the daemon may be bounded, or deaf to its children: the warden is made of it, and the cells of the warden.
    @Suite("What a warden inherits")
    struct InheritanceTests {
        @Test func `of limits on time and memory bounds no script`() throws {
            // Soft ones: raising a hard one takes CAP_SYS_RESOURCE, which not every host of tests has.
            let bounded = ["/usr/bin/prlimit", "--cpu=3000:", "--data=\(8 << 30):", "--as=\(16 << 30):"]
            let warden = try TestWarden(launcher: bounded)
            let text = "for kind in t d v; do echo $(ulimit -S -$kind) $(ulimit -H -$kind); done"
            let ended = try warden.run(TestLaunch(text))
            #expect(ended.output == String(repeating: "unlimited unlimited\n", count: 3))
            #expect(ended.report.verdict.name == .ok, "\(ended.report.verdict)")
        }

        @Test func `of other limits leaves a script the usual stack, and no bound of these`() throws {
            let warden = try TestWarden(launcher: ["/usr/bin/prlimit", "--stack=16777216:", "--rttime=3000000:"])
            let text = "ulimit -S -s; grep -E 'realtime timeout|resident|file locks' /proc/self/limits | tr -s ' '"
            let ended = try warden.run(TestLaunch(text))
            let lines = [
                "8192", "Max resident set unlimited unlimited bytes ", "Max file locks unlimited unlimited locks ",
                "Max realtime timeout unlimited unlimited us ", "",
            ]
            #expect(ended.output == lines.joined(separator: "\n"))
        }

        @Test func `of ignored signals takes no child from it before it has waited for it`() throws {
            let warden = try TestWarden(launcher: ["/usr/bin/env", "--ignore-signal=CHLD"])
            let ended = try warden.run(TestLaunch("(exit 5) & wait $!; echo $?; exit 3"))
            #expect(ended.output == "5\n")
            #expect(ended.report.verdict.name == .nonzeroExit, "\(ended.report.verdict)")
            #expect(ended.report.verdict.exitCode == 3 && ended.report.destruction.isComplete)
        }

        /// As systemd does for a unit with `MemoryKSM=yes`; a kernel that cannot merge has nothing to say of it.
        @Test func `of merging equal pages ends with it`() throws {
            let merging = """
                import ctypes, os, sys
                libc = ctypes.CDLL(None)
                if libc.prctl(67, 1, 0, 0, 0) == 0: assert libc.prctl(68, 0, 0, 0, 0) == 1
                os.execv(sys.argv[1], sys.argv[1:])
                """
            let warden = try TestWarden(launcher: ["/usr/bin/python3", "-I", "-c", merging])
            let text = try? String(contentsOfFile: "/proc/\(warden.pid)/ksm_stat", encoding: .utf8)
            #expect(text?.contains("ksm_merge_any: yes") != true, "\(text ?? "")")
            let ended = try warden.run(TestLaunch("exit 3"))
            #expect(ended.report.verdict.exitCode == 3)
        }
    }
}
