import CLinux
import Glibc
import LinuxSystem
import MayflyCore
import MayflyTestSupport
import Testing
import WardenProtocol

extension WardenSuite {
    /// Network namespaces are made ahead of the cells, by a process of the warden's.
    @Suite("The supply of network namespaces")
    struct NetworkSupplyTests {
        private static func network(of report: SessionReport) -> String? {
            report.controls.first { $0.name == "namespace.net" }?.value
        }

        @Test(arguments: ["shut", "loopback"])
        func `gives every cell a network namespace that no other had`(profile: String) throws {
            let warden = try TestWarden()
            var seen: Set<String> = []
            // More than are kept ready.
            for _ in 0..<40 {
                let launch = try TestLaunch("exit 0", profile: profile)
                let report = try warden.run(launch).report
                #expect(report.verdict.name == .ok, "\(report.verdict)")
                let network = try #require(Self.network(of: report))
                // The kernel may use a number again once the namespace is freed; while it is held it cannot.
                seen.insert(network)
            }
            #expect(seen.count > 16, "as many as are kept ready at once have different numbers")
        }

        @Test func `never lets more exist than the bound says, whoever makes them`() throws {
            let warden = try TestWarden()
            let fact = warden.description?.facts.first { $0.name == "network_namespaces" }?.value
            #expect(fact == "at most 256, alive or not freed yet")
            let first = try TestMaker(of: warden)
            #expect(try Self.bound(asSeenBy: first) == "256\n")
            #expect(HostTraces.text(Self.bound) != "256\n", "the host's own is another")
            let users = TestMaker.userNamespace(of: first.pid)
            first.send(SIGKILL)
            let second = try TestMaker(of: warden, after: first.pid)
            #expect(TestMaker.userNamespace(of: second.pid) == users, "what the first has made still counts")
            #expect(try Self.bound(asSeenBy: second) == "256\n")
        }

        @Test(arguments: ["shut", "loopback"])
        func `makes another maker when one has ended, and sessions wait for it`(profile: String) throws {
            let warden = try TestWarden()
            var maker = try TestMaker(of: warden)
            for _ in 0..<2 {
                maker.send(SIGKILL)
                // More than could have been ready.
                for _ in 0..<20 {
                    let verdict = try warden.run(TestLaunch("exit 0", profile: profile)).report.verdict
                    #expect(verdict.name == .ok, "\(verdict)")
                }
                maker = try TestMaker(of: warden, after: maker.pid)
            }
        }

        @Test func `lets who finds none wait, and nobody else`() throws {
            let warden = try TestWarden()
            let running = try TestSession.launch(TestLaunch("sleep 20"), on: warden)
            try warden.awaitStart(of: running.id)
            let maker = try TestMaker(of: warden)
            let first = try maker.exhaust(warden)
            let other = try TestSession.launch(TestLaunch("exit 1"), on: warden)
            let order = KillOrder(session: running.id, cause: .killed(by: "uid 7", reason: "no"), immediately: true)
            try warden.send(.kill(order))
            #expect(try warden.report(of: running.id).verdict.name == .killed)
            #expect(try !warden.isReported(first.id, within: 0), "others are heard meanwhile")
            let verdict = try warden.report(of: first.id).verdict
            #expect(verdict.name == .setupFailed && verdict.stage == "namespaces", "\(verdict)")
            #expect(verdict.evidence.contains("ETIMEDOUT"), "\(verdict.evidence)")
            let unverified = try warden.report(of: other.id).verdict
            // On a slow machine it came later, and is served by the maker that comes after.
            let isGivenUp = unverified.name == .setupFailed && unverified.stage == "verifier"
            #expect(isGivenUp || unverified.name == .nonzeroExit, "\(unverified)")
            #expect(try warden.run(TestLaunch("exit 1")).report.verdict.name == .nonzeroExit, "by another maker")
        }

        @Test func `serves who waits in the order they came, as soon as there is one`() throws {
            let warden = try TestWarden()
            let maker = try TestMaker(of: warden)
            let first = try maker.exhaust(warden)
            let sessions = try (0..<4).map { _ in try TestSession.launch(TestLaunch("sleep 20"), on: warden).id }
            #expect(try !warden.isReported(first.id, within: 200))
            maker.send(SIGCONT)
            #expect(try warden.report(of: first.id).verdict.name == .ok)
            for session in sessions where !warden.hasStarted(session) { try warden.awaitStart(of: session) }
            // When their first processes were made, and their numbers, say in which order the cells were.
            let made = try sessions.map { try #require(HostTraces.firstProcess(of: $0)) }
            #expect(zip(made, made.dropFirst()).allSatisfy { $0 < $1 }, "\(made)")
        }

        @Test func `come with ids that do not tell how many cells there were before`() throws {
            let warden = try TestWarden()
            let ids = try (0..<5).map { _ in
                let report = try warden.run(TestLaunch("exit 0")).report
                return try #require(report.control("host_uid").flatMap { UInt32($0) })
            }
            let steps = zip(ids, ids.dropFirst()).map { Int64($1) - Int64($0) }
            #expect(Set(steps).count > 1 && Set(ids).count == 5, "\(ids)")
        }

        @Test func `can be told to end who waits, and refuses who is revoked meanwhile`() throws {
            let warden = try TestWarden()
            let maker = try TestMaker(of: warden)
            let killed = try maker.exhaust(warden)
            let revoked = try TestSession.launch(TestLaunch("exit 0"), on: warden)
            let order = KillOrder(session: killed.id, cause: .killed(by: "uid 7", reason: "no"), immediately: false)
            try warden.send(.kill(order))
            #expect(try warden.report(of: killed.id).verdict.name == .killed)
            try warden.send(.revoke(TestLaunch.digest(of: ["main.sh": "exit 0"])))
            #expect(try warden.report(of: revoked.id).verdict.rule == "digest_revoked")
            maker.send(SIGCONT)
        }

        @Test func `looks again at what let a session through when it has waited`() throws {
            let warden = try TestWarden()
            let maker = try TestMaker(of: warden)
            let waiting = try maker.exhaust(warden)
            try warden.write("# another file\n", to: "trust/allowed_signers")
            maker.send(SIGCONT)
            #expect(try warden.report(of: waiting.id).verdict.rule == "trust_changed")
        }

        @Test func `gives verifiers theirs from the same bound`() throws {
            let warden = try TestWarden(verifier: StandIn.doing("for (;;) {}"))
            let traces = try HostTraces(of: warden)
            _ = try TestSession.launch(VerifierTests.launch(), on: warden)
            try VerifierWaitTests.awaitVerifier(traces)
            let pid = try #require(traces.processes().first)
            let network = try OwnedDescriptor.open("/proc/\(pid)/ns/net", .readFollowing)
            let owner = OwnedDescriptor(taking: clinux_namespace_owner(network.number))
            let maker = try TestMaker(of: warden)
            let users = try OwnedDescriptor.open("/proc/\(maker.pid)/ns/user", .readFollowing)
            #expect(try owner.status().identity == users.status().identity)
        }

        @Test(arguments: ["/proc/self/ns/net", "/proc/self/ns/uts", "/dev/null"])
        func `gives no cell what the maker has not made`(path: String) throws {
            let warden = try TestWarden()
            let maker = try TestMaker(of: warden)
            let session = try maker.exhaust(warden)
            let forged = try OwnedDescriptor.open(path, .readFollowing)
            try maker.forge(forged.number)
            let verdict = try warden.report(of: session.id).verdict
            #expect(verdict.name == .setupFailed && verdict.stage == "namespaces", "\(verdict)")
            _ = try TestMaker(of: warden, after: maker.pid)
            #expect(try warden.run(TestLaunch("exit 0")).report.verdict.name == .ok, "by another maker")
        }

        @Test func `gives no cell the one that another cell lives in`() throws {
            let warden = try TestWarden()
            let traces = try HostTraces(of: warden)
            let running = try TestSession.launch(TestLaunch("sleep 20"), on: warden)
            try warden.awaitStart(of: running.id)
            let cell = try #require(traces.processes().first)
            let maker = try TestMaker(of: warden)
            let session = try maker.exhaust(warden)
            // It is of the maker's making, and would be taken for new if nobody looked.
            let network = try OwnedDescriptor.open("/proc/\(cell)/ns/net", .readFollowing)
            try maker.forge(network.number)
            let verdict = try warden.report(of: session.id).verdict
            #expect(verdict.name == .setupFailed && verdict.stage == "namespaces", "\(verdict)")
            #expect(verdict.evidence.contains("a network that another cell has"), "\(verdict.evidence)")
            _ = try TestMaker(of: warden, after: maker.pid)
            #expect(try warden.run(TestLaunch("exit 0")).report.verdict.name == .ok, "by another maker")
        }

        /// The kernel may hold a process that was killed; here a tracer does, which the warden cannot tell from it.
        @Test func `does not wait for a maker that cannot be reaped`() throws {
            let warden = try TestWarden()
            let maker = try TestMaker(of: warden)
            let tracer = try TestTracer(of: maker.pid)
            maker.send(SIGKILL)
            let begin = ContinuousClock.now
            let next = try TestMaker(of: warden, after: maker.pid)
            for _ in 0..<20 { #expect(try warden.run(TestLaunch("exit 0")).report.verdict.name == .ok) }
            #expect(ContinuousClock.now - begin < .seconds(60))
            #expect(next.pid != maker.pid && maker.exists, "it is left to end")
            tracer.end()
            let deadline = ContinuousClock.now + .seconds(30)
            while maker.exists, ContinuousClock.now < deadline { usleep(20_000) }
            #expect(!maker.exists, "and reaped when it has")
        }

        @Test func `builds no more canaries at once than a few, whatever waits`() throws {
            let warden = try TestWarden()
            let maker = try TestMaker(of: warden)
            _ = try maker.exhaust(warden)
            var sessions: [SessionID] = []
            for _ in 0..<9 {
                var launch = try TestLaunch("")
                launch.request.work = .canary
                try warden.send(.launch(launch.request))
                sessions.append(launch.request.session)
            }
            #expect(try warden.report(of: #require(sessions.last)).verdict.rule == "too_many_sessions")
            maker.send(SIGCONT)
            #expect(try warden.report(of: sessions[7]).verdict.name == .ok)
        }

        @Test func `has room for all cells that may live at once`() throws {
            let crowded = TestProfile.shut.replacing("max: 8", with: "max: 250")
            let deaf = try StandIn.doing("static int word; for (;;) syscall(SYS_futex, &word, 0, 0, 0);")
            let many = ["/bin/sh", "-c", #"ulimit -n $(ulimit -H -n); exec "$@""#, "sh"]
            let warden = try TestWarden(profiles: ["shut": crowded], verifier: deaf, launcher: many)
            // Four at a time are given up after five seconds; the others wait for their turn.
            var last: SessionID?
            for number in 0..<230 { last = try TestSession.launch(TestLaunch("exit \(number)"), on: warden).id }
            #expect(try warden.report(of: #require(last)).verdict.rule == "too_many_sessions")
        }

        @Test func `has a maker that is nobody, sees nothing and can do little else`() throws {
            let warden = try TestWarden()
            let maker = try TestMaker(of: warden)
            let status = HostTraces.text("/proc/\(maker.pid)/status")
            for line in [
                "Name:\tmayfly-networks\n", "NoNewPrivs:\t1", "Seccomp:\t2", "CapPrm:\t0000000000201000",
                "CapEff:\t0000000000201000",
                "CapInh:\t0000000000000000", "CapBnd:\t0000000000000000", "CapAmb:\t0000000000000000", "Groups:\t \n",
            ] { #expect(status.contains(line), "\(line) in \(status)") }
            for name in ["Uid:", "Gid:"] {
                let line = try #require(status.split(separator: "\n").first { $0.hasPrefix(name) })
                let ids = line.split(whereSeparator: \.isWhitespace).compactMap { UInt32($0) }
                #expect(ids.count == 4 && ids.allSatisfy { (0x7010_0000..<0x7010_0100).contains($0) }, "\(line)")
            }
            for kind in ["user", "mnt", "net", "ipc", "uts", "cgroup"] {
                let its = TestMaker.namespace(kind, of: maker.pid)
                #expect(its != TestMaker.namespace(kind, of: warden.pid), "\(kind)")
            }
            #expect(try TestProgram.run("/bin/ls", ["-A", "/proc/\(maker.pid)/root/"]) == [])
            let mounts = HostTraces.text("/proc/\(maker.pid)/mountinfo").split(separator: "\n")
            #expect(mounts.count == 1 && mounts[0].contains("mayfly-nothing"), "\(mounts)")
            // Three that it inherits, three sockets, the namespace that it lives in; more while it makes one ahead.
            let count = {
                try TestProgram.run("/bin/ls", ["/proc/\(maker.pid)/fd"]).split(separator: UInt8(ascii: "\n")).count
            }
            let deadline = ContinuousClock.now + .seconds(30)
            while try count() > 7, ContinuousClock.now < deadline { usleep(20_000) }
            #expect(try count() == 7)
        }

        private static let bound = "/proc/sys/user/max_net_namespaces"

        /// Read by a process that is in the maker's user namespace: the file shows each reader its own.
        private static func bound(asSeenBy maker: TestMaker) throws -> String {
            let words = ["--user", "--preserve-credentials", "--target", "\(maker.pid)", "cat", bound]
            return String(decoding: try TestProgram.run("/usr/bin/nsenter", words), as: UTF8.self)
        }
    }
}
