import MayflyCore
import Testing
import WardenProtocol

extension WardenSuite {
    /// For a program of no format that it knows, a kernel before 6.14 looks for a module, on the host.
    @Suite("A file of a bundle")
    struct BundleProgramTests {
        /// Executes each where it lies, and then a copy, and prints the errors: 0 where it ran.
        private static let script = """
            import os, shutil
            def attempt(path):
                if (pid := os.fork()) == 0:
                    try: os.execv(path, [path])
                    except OSError as failure: os._exit(failure.errno)
                return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
            for name in ('empty', 'foreign', 'marked', 'program', 'short', 'text'):
                copy = shutil.copy('/script/' + name, '/work')
                os.chmod(copy, 0o755)
                print(name, attempt('/script/' + name), attempt(copy))
            """

        /// The mark of a program for another machine, a mark of UTF-8, and texts.
        private static let files = [
            "empty": "", "foreign": "\u{7F}ELF\u{1}\u{1}\u{1}" + String(repeating: "\0", count: 57),
            "marked": "\u{FEFF}#!/bin/sh\nexit 0\n", "program": "#!/bin/sh\nexit 0\n", "short": "x\n",
            "text": "exit 0\n",
        ]

        private static func warden(ahead: Bool) throws -> TestWarden {
            let profiles = ahead ? ["shut": TestProfile.ahead("cells: 1")] : TestProfile.all
            let warden = try TestWarden(profiles: profiles)
            if ahead { try warden.awaitAhead(1) }
            return warden
        }

        private static func run(profile: String, ahead: Bool) throws -> String {
            let warden = try Self.warden(ahead: ahead)
            var launch = try TestLaunch(script, entry: "main.py", profile: profile, more: files)
            if ahead { (launch.request.limits.memory, launch.request.limits.wall) = (.mebibytes(128), .seconds(60)) }
            let ended = try warden.run(launch)
            #expect(ended.report.verdict.name == .ok, "\(ended.report.verdict) \(ended.error)")
            #expect((ended.report.control("built_ahead") != nil) == ahead)
            return ended.output
        }

        /// 13 is `EACCES`, as only its mode was looked at; 8 is `ENOEXEC`, as nobody knew its format, which ends there for a text.
        @Test(arguments: [false, true]) func `is executed only where the kernel knows its format`(ahead: Bool) throws {
            let lines = [
                "empty 13 13", "foreign 13 13", "marked 13 13", "program 0 13", "short 13 13", "text 8 13", "",
            ]
            #expect(try Self.run(profile: "shut", ahead: ahead) == lines.joined(separator: "\n"))
        }

        @Test func `would have it look for a module where the same bytes may be executed`() throws {
            let lines = ["empty 13 8", "foreign 13 8", "marked 13 8", "program 0 0", "short 13 8", "text 8 8", ""]
            #expect(try Self.run(profile: "executable", ahead: false) == lines.joined(separator: "\n"))
        }

        @Test(arguments: ["", "\u{FEFF}echo ran\n", "\u{7F}ELF"], [false, true])
        func `that is to be started and is of no format ends its session as the kernel would`(
            text: String,
            ahead: Bool
        ) throws {
            try startsNothing(text, ahead: ahead)
        }

        /// The last one is a program of this host, which a text must not have started for it.
        @Test(arguments: ["#!/nowhere\n", "echo ran\n", "#!/bin/sh\necho ran\n"], [false, true])
        func `that is to be started as a program and is a text starts nothing, whatever its first line names`(
            text: String,
            ahead: Bool
        ) throws {
            try startsNothing(text, ahead: ahead)
        }

        /// Runs a bundle whose program is `text`, and expects the end that the kernel gives to what is of no format.
        private func startsNothing(_ text: String, ahead: Bool) throws {
            let warden = try Self.warden(ahead: ahead)
            let ended = try warden.run(TestLaunch(text, entry: "main"))
            let verdict = ended.report.verdict
            #expect(
                verdict.name == .setupFailed && verdict.stage == "execute" && verdict.errno == "ENOEXEC",
                "\(verdict)"
            )
            #expect(ended.report.destruction.isComplete && ended.output == "")
        }
    }
}
