import MayflyCore
import Testing
import WardenProtocol

extension WardenSuite {
    /// What comes with a request was approved by nobody.
    @Suite("An input file")
    struct InputFileTests {
        /// As a loader maps a library, which no rule about executing files sees; and by its path.
        private static let script = """
            import mmap, os, subprocess
            def attempt(way):
                try: return way() and 'done'
                except OSError as failure: return failure.strerror
            with open('/inputs/a', 'rb') as file:
                print(attempt(lambda: mmap.mmap(file.fileno(), 10, mmap.MAP_PRIVATE, mmap.PROT_READ | mmap.PROT_EXEC)))
            print(attempt(lambda: subprocess.run(['/inputs/a'])))
            print(oct(os.stat('/inputs/a').st_mode), open('/inputs/a').read())
            """

        private static func run(profile: String, ahead: Bool = false, without protection: String? = nil) throws
            -> String
        {
            let profiles = ahead ? ["shut": TestProfile.ahead("cells: 1")] : TestProfile.all
            let warden = try TestWarden(profiles: profiles, without: protection)
            if ahead { try warden.awaitAhead(1) }
            var launch = try TestLaunch(script, entry: "main.py", profile: profile)
            if ahead { (launch.request.limits.memory, launch.request.limits.wall) = (.mebibytes(128), .seconds(60)) }
            launch.inputs = ["a": "#!/bin/true\n"]
            let ended = try warden.run(launch)
            #expect(ended.report.verdict.name == .ok, "\(ended.report.verdict) \(ended.error)")
            #expect((ended.report.control("built_ahead") != nil) == ahead)
            return ended.output
        }

        private static let refused = "Operation not permitted\nPermission denied\n0o100444 #!/bin/true\n\n"

        @Test(arguments: ["shut", "executable"]) func `is not executed, whatever the profile says of others`(
            profile: String
        ) throws {
            #expect(try Self.run(profile: profile) == Self.refused)
        }

        @Test func `is not executed in a cell that was built ahead`() throws {
            #expect(try Self.run(profile: "shut", ahead: true) == Self.refused)
        }

        @Test(arguments: [false, true]) func `could be mapped as code where only its file system let it`(ahead: Bool)
            throws
        {
            let output = try Self.run(profile: "shut", ahead: ahead, without: "input-execution")
            #expect(output.hasPrefix("done\n"), "\(output)")
        }
    }
}
