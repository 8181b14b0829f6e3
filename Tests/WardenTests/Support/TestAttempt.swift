import MayflyCore

/// A launch with signed evidence, and the trust of the host that it is tried on.
///
/// A good one, until a test changes it.
struct TestAttempt {
    var launch: TestLaunch
    var statement: TestStatement
    var signers: [TestKey]
    var trust: [String: String]
    /// The profiles of that host.
    var profiles = TestProfile.all
    /// What happens to the evidence after it was signed.
    var tamper: @Sendable (inout SignedStatement) throws -> Void = { _ in }

    init(_ text: String = "echo ran", profile: String = "shut") throws {
        launch = try TestLaunch(text, profile: profile)
        statement = TestStatement(launch)
        signers = [try TestPeople.ada.get()]
        trust = try TestPeople.trust
    }

    /// One under a profile that wants this of approvals.
    init(wanting approvals: String) throws {
        try self.init(profile: "wanting")
        profiles = ["wanting": TestProfile.wanting(approvals)]
    }

    /// The launch with its evidence.
    func made() throws -> TestLaunch {
        var evidence = try statement.signed(by: signers)
        try tamper(&evidence)
        var launch = launch
        launch.show(evidence)
        return launch
    }

    /// Tries it on a host of its own.
    func run() throws -> (report: SessionReport, output: String, traces: [String]) {
        let warden = try TestWarden(profiles: profiles, trust: trust)
        let traces = try HostTraces(of: warden)
        let result = try warden.run(made())
        return (result.report, result.output, traces.left(traces.now))
    }
}
