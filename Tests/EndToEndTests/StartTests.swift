import Foundation
import Glibc
import MayflyCore
import MayflyEvidence
import MayflyTestSupport
import Testing

extension EndToEnd {
    @Suite("The daemon's start")
    struct Start {
        @Test(
            arguments: [
                (["--bogus"], 2, "--bogus"),
                (["--run-dir", "relative"], 2, "must be an absolute path"),
                (["--run-dir", "/tmp/mayfly-one", "--state-dir", "/tmp/mayfly-one/"], 2, "must be two directories"),
                (["--log-level", "loud"], 2, "must be one of"),
                (["--user", "no-such-user"], 1, "useradd --system"),
                (["--group", "no-such-group"], 1, "groupadd --system"),
                (["--user", "root", "--group", "root"], 1, "must not stay root"),
                (["--config", "/nonexistent/mayflyd.yaml"], 1, "No such file or directory"),
                (["--warden", "/nonexistent/warden"], 1, "/nonexistent/warden"),
                (["--profiles", "/nonexistent"], 1, "there is no directory of profiles"),
            ] as [([String], Int32, String)]
        )
        func `fails with one clear line`(arguments: [String], status: Int32, text: String) throws {
            let place = try Place()
            defer { place.remove() }
            let outcome = try place.start(arguments)
            #expect(outcome.status == status)
            #expect(outcome.errors.contains(text), "\(outcome.errors)")
        }

        @Test func `names every line of its configuration that is wrong`() throws {
            let place = try Place()
            defer { place.remove() }
            let config = try place.file("config.yaml", "selfApprova: true\nmaxSessions: 201\n")
            let outcome = try place.start(["--config", config])
            #expect(outcome.status == 1)
            #expect(outcome.errors.contains("\(config):1:1: error: selfApprova: unknown key"))
            let number = "\(config):2:14: error: maxSessions: expected a number from 1 to 200, found '201'"
            #expect(outcome.errors.contains(number))
        }

        /// A start that gets as far as the trust directory, and no further.
        private static let tooFar = ["--warden", "/nonexistent/warden"]

        @Test func `makes a key for root and trusts it, once`() throws {
            let place = try Place()
            defer { place.remove() }
            #expect(try place.start(Self.tooFar).errors.contains("/nonexistent/warden"))
            let names = ["allowed_signers", "local-approver", "local-approver.pub"]
            let trust = place.path("trust")
            #expect(try FileManager.default.contentsOfDirectory(atPath: trust).sorted() == names)
            let before = try names.map { try Data(contentsOf: URL(filePath: "\(trust)/\($0)")) }
            for (name, mode) in zip(names, [0o644, 0o600, 0o644]) {
                let found = try FileManager.default.attributesOfItem(atPath: "\(trust)/\(name)")
                #expect(found[.posixPermissions] as? Int == mode && found[.ownerAccountID] as? Int == 0, "\(name)")
            }
            let signed = try runProgram(
                "/bin/sh",
                [
                    "-c",
                    """
                    cd \(trust) && echo text >text && ssh-keygen -q -Y sign -n mayfly-approval -f local-approver text &&
                    ssh-keygen -Y verify -n mayfly-approval -f allowed_signers -I local-approver -s text.sig <text
                    """,
                ]
            )
            #expect(signed.status == 0, "\(signed.errors)")
            _ = try place.start(Self.tooFar)
            #expect(try names.map { try Data(contentsOf: URL(filePath: "\(trust)/\($0)")) } == before)
        }

        @Test func `has root's key approve nothing that root has written`() throws {
            let place = try Place()
            defer { place.remove() }
            _ = try place.start(Self.tooFar)
            let trust = place.path("trust")
            var statement = ApprovalStatement.example()
            func faults(of user: String) throws -> [SignatureFault?] {
                statement.author = .init(uid: 0, user: user)
                let file = try place.file("statement", String(decoding: statement.bytes, as: UTF8.self))
                unlink("\(file).sig")
                let sign = ["-q", "-Y", "sign", "-n", "mayfly-approval", "-f", "\(trust)/local-approver", file]
                #expect(try runProgram("/usr/bin/ssh-keygen", sign).status == 0)
                let signers = try Data(contentsOf: URL(filePath: "\(trust)/allowed_signers"))
                let rule = ApprovalRule(
                    trust: try TrustFiles(allowedSigners: Array(signers), revokedKeys: []),
                    policy: ApprovalPolicy(),
                    allowsSelfApproval: false,
                    now: statement.createdAt
                )
                let signature = Array(try Data(contentsOf: URL(filePath: "\(file).sig")))
                let evidence = SignedStatement(statement: statement.bytes, signatures: [signature])
                return rule.findings(on: evidence, saying: statement).map(\.fault)
            }
            #expect(try faults(of: "root") == [.author])
            #expect(try faults(of: "ada") == [nil])
        }

        @Test func `does not make anew whose signatures count where it has been before`() async throws {
            let daemon = try TestDaemon()
            defer { daemon.remove() }
            try await daemon.start()
            #expect(await daemon.stop() == 0)
            let signers = daemon.trustDirectory.appending(path: "allowed_signers")
            try FileManager.default.removeItem(at: signers)
            let outcome = try runProgram(Binaries.path("mayflyd"), daemon.arguments)
            #expect(outcome.status == 1 && outcome.errors.contains("allowed_signers is gone"), "\(outcome.errors)")
            let left = try FileManager.default.contentsOfDirectory(atPath: daemon.trustDirectory.path())
            #expect(left == [], "nor a key")
        }

        @Test func `completes what an earlier start began`() throws {
            let place = try Place()
            defer { place.remove() }
            _ = try place.start(Self.tooFar)
            let trust = place.path("trust")
            let key = try Data(contentsOf: URL(filePath: "\(trust)/local-approver.pub"))
            unlink("\(trust)/allowed_signers")
            _ = try place.file("trust/.allowed_signers.new", "half a li")
            _ = try place.start(Self.tooFar)
            let signers = try String(contentsOfFile: "\(trust)/allowed_signers", encoding: .utf8)
            let words = String(decoding: key, as: UTF8.self).split(separator: " ")
            #expect(signers.hasSuffix("local-approver,root namespaces=\"mayfly-approval\" \(words[0]) \(words[1])\n"))
        }

        @Test(
            arguments: [
                ("chmod 777 .", "others than root can change"), ("chown 65534 .", "belongs to uid 65534"),
                ("chmod 666 allowed_signers", "chmod 644"), ("chown 65534 allowed_signers", "belongs to uid 65534"),
                ("chmod 644 local-approver", "read or change"), ("chown 65534 local-approver", "belongs to uid 65534"),
                ("touch revoked_keys; chmod 666 revoked_keys", "revoked_keys"),
                ("mv allowed_signers real; ln -s real allowed_signers", "no link"),
                ("rm allowed_signers; ln -s /nonexistent allowed_signers", "no link"),
                ("rm allowed_signers; mkdir allowed_signers", "must be a plain file"),
            ]
        )
        func `refuses trust that others could have written`(spoil: String, says: String) throws {
            let place = try Place()
            defer { place.remove() }
            _ = try place.start(Self.tooFar)
            #expect(try runProgram("/bin/sh", ["-c", "cd \(place.path("trust")) && \(spoil)"]).status == 0)
            let outcome = try place.start(Self.tooFar)
            #expect(outcome.status == 1)
            #expect(outcome.errors.contains(says) && outcome.errors.contains(place.path("trust")), "\(outcome.errors)")
        }

        @Test func `refuses directories that somebody else could have prepared`() throws {
            let place = try Place()
            defer { place.remove() }
            let open = try place.directory("open", mode: 0o777)
            // A trust directory that is root's own can still be exchanged by whoever can rename it.
            mkdir("\(open)/trust", 0o755)
            let outcome = try place.start(["--trust-dir", "\(open)/trust"])
            #expect(outcome.errors.contains("above \(open)/trust, can be changed by others"), "\(outcome.errors)")
            #expect(
                try place.start(["--state-dir", "\(open)/state"]).errors.contains("can be changed by others than root")
            )
            let link = place.path("link")
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: open)
            #expect(try place.start(["--state-dir", link]).errors.contains("not a link"))
            let foreign = try place.directory("foreign", mode: 0o755)
            try Data().write(to: URL(filePath: "\(foreign)/passwd"))
            #expect(
                try place.start(["--state-dir", foreign]).errors.contains("holds 'passwd', which is not mayflyd's")
            )
            let owned = try place.directory("owned", mode: 0o755)
            chown(owned, 61_000, 61_000)
            #expect(try place.start(["--state-dir", owned]).errors.contains("belongs to uid 61000"))
        }

        @Test func `refuses a path that no socket can have`() throws {
            let place = try Place()
            defer { place.remove() }
            let outcome = try place.start(["--run-dir", place.path(String(repeating: "r", count: 100))])
            #expect(outcome.status == 1)
            #expect(outcome.errors.contains("107 at most"))
        }

        @Test func `must be root's`() throws {
            let outcome = try runProgram(Binaries.path("mayflyd"), [], uid: 61_000)
            #expect(outcome.status == 1)
            #expect(outcome.errors.contains("must be started as root"))
        }

        @Test func `leaves nothing of root in the daemon`() async throws {
            try await TestDaemon.with { daemon in
                let status = try String(contentsOfFile: "/proc/\(daemon.pid)/status", encoding: .utf8)
                var fields: [String: String] = [:]
                for line in status.split(separator: "\n") {
                    let parts = line.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
                    fields[parts[0]] = parts.count > 1 ? parts[1] : ""
                }
                for name in ["CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"] {
                    #expect(fields[name] == "0000000000000000", "\(name)")
                }
                for name in ["Uid", "Gid"] {
                    let ids = Set((fields[name] ?? "0").split(separator: "\t"))
                    #expect(ids.count == 1 && ids != ["0"], "\(name)")
                }
                #expect(fields["Groups"] == "")
                #expect(fields["NoNewPrivs"] == "1")
                // A process that is not dumpable has root's files in /proc: nobody else may read its memory.
                let memory = try FileManager.default.attributesOfItem(atPath: "/proc/\(daemon.pid)/environ")
                #expect(memory[.ownerAccountID] as? Int == 0)
            }
        }

        @Test func `leaves nothing open in the daemon that root has opened, but its locks`() async throws {
            try await TestDaemon.with { daemon in
                let user = try #require(getpwnam("mayfly")?.pointee.pw_uid)
                let (root, directory) = (daemon.root.path(), "/proc/\(daemon.pid)/fd")
                var own = 0
                for number in try FileManager.default.contentsOfDirectory(atPath: directory) {
                    let descriptor = "\(directory)/\(number)"
                    var status = stat()
                    // What has been closed since is of no interest.
                    guard let target = try? FileManager.default.destinationOfSymbolicLink(atPath: descriptor),
                        stat(descriptor, &status) == 0, !Self.isNobodys(target, below: root)
                    else { continue }
                    #expect(status.st_uid == user, "\(target)")
                    #expect(target.hasPrefix("\(root)/state/") || target.hasPrefix("\(root)/run/"), "\(target)")
                    own += 1
                }
                #expect(own > 0, "its database at least")
            }
        }

        /// Whether what is open is no file, the device that has nothing, what the tests give the daemon for a log, or one of its locks.
        private static func isNobodys(_ target: String, below root: String) -> Bool {
            let files = ["/dev/null"] + ["log", "run/mayfly.lock", "state/mayfly.lock"].map { "\(root)/\($0)" }
            return ["socket:", "pipe:", "anon_inode:"].contains { target.hasPrefix($0) } || files.contains(target)
        }

        @Test(arguments: [("true", "yes"), ("false", "no")])
        func `tells the warden whether authors may approve, as the operator says`(says: String, told: String)
            async throws
        {
            try await TestDaemon.with("selfApproval: \(says)\n") { daemon in
                let warden = try #require(daemon.wardenPID)
                let line = try String(contentsOfFile: "/proc/\(warden)/cmdline", encoding: .utf8)
                let words = line.split(separator: "\0")
                let place = try #require(words.firstIndex(of: "--self-approval"), "\(words)")
                #expect(words[(place + 1)...].first == told[...], "\(words)")
            }
        }

        /// As in a container that was given no cgroup of its own.
        @Test func `refuses a host whose cgroups it cannot write, and says what to do`() async throws {
            let shut = """
                awk '$3 ~ /^cgroup/ { print $2 }' /proc/mounts | while read -r place; do
                    mount -o remount,bind,ro "$place" || exit 9
                done
                exec "$@"
                """
            let launcher = ["/usr/bin/unshare", "--mount", "--propagation", "private", "/bin/sh", "-c", shut, "sh"]
            let daemon = try TestDaemon(TestDaemon.selfApproval, launcher: launcher)
            defer { daemon.remove() }
            await #expect(throws: TestDaemon.StartFailure.self) { try await daemon.start() }
            #expect(await daemon.waitForEnd() == 1)
            let advice = "run mayflyd on the host, best as a systemd service with Delegate=yes"
            #expect(daemon.log.contains(advice), "\(daemon.log)")
        }

        @Test func `makes a socket for its group alone`() async throws {
            try await TestDaemon.with { daemon in
                let socket = try FileManager.default.attributesOfItem(atPath: daemon.socket)
                #expect(socket[.posixPermissions] as? Int == 0o660)
                let run = try FileManager.default.attributesOfItem(atPath: daemon.root.appending(path: "run").path())
                #expect(run[.posixPermissions] as? Int == 0o750)
                let state = try FileManager.default.attributesOfItem(atPath: daemon.stateDirectory.path())
                #expect(state[.posixPermissions] as? Int == 0o700)
            }
        }
    }
}
