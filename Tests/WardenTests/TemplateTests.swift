import Foundation
import Glibc
import MayflyCore
import MayflyTestSupport
import Testing
import WardenProtocol

extension WardenSuite {
    /// What all cells of a profile share was built before any of them, and still is what the host has now.
    @Suite("A template")
    struct TemplateTests {
        /// A file of the host that a profile shows.
        final class Planted {
            let directory = URL(filePath: "/srv/mayfly-test-\(UUID().uuidString)")
            var file: URL { directory.appending(path: "shown") }
            var profile: String {
                TestProfile.shut.replacing("/etc/ld.so.cache]", with: "/etc/ld.so.cache, \(file.path())]")
            }

            init() throws {
                try FileManager.default.createDirectory(
                    at: directory,
                    withIntermediateDirectories: true,
                    attributes: [.posixPermissions: 0o755]
                )
            }

            deinit { try? FileManager.default.removeItem(at: directory) }

            /// Puts another file of the same name in its place, as a package manager does.
            func replace(_ text: String) throws {
                try Data(text.utf8).write(to: file, options: .atomic)
                try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file.path())
            }
        }

        @Test func `shows the next cell a file that was replaced on the host`() throws {
            let planted = try Planted()
            try planted.replace("old")
            let warden = try TestWarden(profiles: ["shut": planted.profile])
            let launch = { try TestLaunch("cat \(planted.file.path())") }
            #expect(try warden.run(launch()).output == "old")
            try planted.replace("new")
            #expect(try warden.run(launch()).output == "new")
            #expect(try warden.run(launch()).output == "new")
        }

        @Test func `shows the next cell where a link leads now, and what has come in place of it`() throws {
            let planted = try Planted()
            let version = { (name: String) in planted.directory.appending(path: name).path() }
            for name in ["one", "two"] {
                try Data(name.utf8).write(to: URL(filePath: version(name)))
                try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: version(name))
            }
            // The number of a link that is removed may be that of the next one: it says nothing.
            let lead = { (name: String) in
                try? FileManager.default.removeItem(at: planted.file)
                try FileManager.default.createSymbolicLink(atPath: planted.file.path(), withDestinationPath: name)
            }
            try lead("one")
            let all = "\(planted.file.path()), \(version("one")), \(version("two"))]"
            let profile = TestProfile.shut.replacing("/etc/ld.so.cache]", with: "/etc/ld.so.cache, \(all)")
            let warden = try TestWarden(profiles: ["shut": profile])
            let launch = { try TestLaunch("cat \(planted.file.path())") }
            #expect(try warden.run(launch()).output == "one")
            try lead("two")
            #expect(try warden.run(launch()).output == "two")
            try FileManager.default.removeItem(at: planted.file)
            try planted.replace("a file")
            #expect(try warden.run(launch()).output == "a file")
            try lead("one")
            #expect(try warden.run(launch()).output == "one")
        }

        @Test func `gives no cell once something that it shows is gone`() throws {
            let planted = try Planted()
            try planted.replace("old")
            let warden = try TestWarden(profiles: ["shut": planted.profile])
            try FileManager.default.removeItem(at: planted.file)
            let verdict = try warden.run(TestLaunch("exit 0")).report.verdict
            #expect(verdict.name == .setupFailed)
            #expect(verdict.stage == "mounts")
            #expect(verdict.evidence.contains(planted.file.path()), "\(verdict.evidence)")
            try planted.replace("back")
            #expect(try warden.run(TestLaunch("cat \(planted.file.path())")).output == "back")
        }

        @Test func `tells one session nothing of another`() throws {
            let warden = try TestWarden(profiles: ["shut": TestProfile.shut])
            let look = "ls /script /inputs /work /tmp /outputs /dev/shm"
            let write = "for d in /work /tmp /outputs /dev/shm; do touch $d/left || exit 1; done; ! touch /script/left"
            #expect(try warden.run(TestLaunch(write)).report.verdict.name == .ok)
            let output = try warden.run(TestLaunch("find /work /tmp /outputs /dev/shm /inputs -type f; \(look)")).output
            #expect(output.contains("main.sh") && !output.contains("left"), "\(output)")
        }

        @Test func `has a proc in which nothing is, below the one of the cell`() throws {
            let warden = try TestWarden(profiles: ["shut": TestProfile.shut])
            let output = try warden.run(TestLaunch("grep -c ' /proc proc ' /proc/self/mounts; ls -d /proc/[0-9]*"))
                .output
            #expect(output.hasPrefix("2\n"), "the cell's own covers the template's: \(output)")
            let numbers = output.split(separator: "\n").dropFirst().compactMap { Int($0.dropFirst(6)) }
            #expect(!numbers.isEmpty && numbers.allSatisfy { $0 < 100 }, "processes of this cell alone: \(output)")
        }

        @Test func `whose building is cut short is an error at once`() throws {
            let planted = try Planted()
            try planted.replace("old")
            let warden = try TestWarden(profiles: ["shut": planted.profile])
            let maker = try TestMaker(of: warden)
            // A template is built in a few milliseconds: who comes too late tries again.
            for attempt in 0..<100 {
                try planted.replace("new \(attempt)")
                let begin = ContinuousClock.now
                var request = try TestLaunch("").request
                request.work = .canary
                try warden.send(.launch(request))
                Self.killNextChild(of: warden, butNot: maker)
                let verdict = try warden.report(of: request.session).verdict
                guard verdict.evidence.contains("its process has ended") else { continue }
                #expect(verdict.name == .setupFailed && verdict.stage == "mounts", "\(verdict)")
                #expect(ContinuousClock.now - begin < .seconds(10))
                return #expect(try warden.run(TestLaunch("exit 0")).report.verdict.name == .ok)
            }
            #expect(Bool(false), "no process that builds a template was seen")
        }

        private static func killNextChild(of warden: TestWarden, butNot maker: TestMaker) {
            let deadline = ContinuousClock.now + .milliseconds(200)
            while ContinuousClock.now < deadline {
                let children = HostTraces.text("/proc/\(warden.pid)/task/\(warden.pid)/children")
                let pids = children.split(separator: " ").compactMap { pid_t($0) }
                if let child = pids.first(where: { $0 != maker.pid }) {
                    kill(child, SIGKILL)
                    return
                }
            }
        }

        /// Mounted later below what is shown: a cell does not see it before the next reload.
        @Test func `has the interpreter that approvals are compared with`() throws {
            let planted = try Planted()
            let (shown, other) = (planted.file.appending(path: "bin"), planted.directory.appending(path: "other"))
            for (place, name) in [(shown, "dash"), (other, "bash")] {
                try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
                try FileManager.default.copyItem(atPath: "/usr/bin/\(name)", toPath: place.appending(path: "sh").path())
            }
            let path = shown.appending(path: "sh").path()
            let profile = planted.profile.replacing("sh: {}", with: "sh: {path: \(path)}")
            var attempt = try TestAttempt("echo ${BASH_VERSION:-dash}", profile: "shut")
            let warden = try TestWarden(profiles: ["shut": profile], trust: attempt.trust)
            let closure = try #require(warden.description?.closures[.sh]?.first)
            #expect(closure.interpreter == path)
            attempt.statement.profiles = [TestStatement.profile("shut", closure)]
            _ = try TestProgram.run("/bin/mount", ["--bind", other.path(), shown.path()])
            defer { _ = try? TestProgram.run("/bin/umount", [shown.path()]) }
            let result = try warden.run(attempt.made())
            #expect(result.output == "dash\n", "what the template has: \(result.report.verdict)")
            #expect(result.report.controls.contains(Control("closure", "as approved")))
        }
    }
}
