internal import LinuxSystem
internal import MayflyCore
internal import Sandbox
internal import SandboxPlan
internal import WardenProtocol

extension Warden {
    /// Reports a refused launch, for which nothing was made.
    func refuse(_ request: LaunchRequest, _ refusal: LaunchRefusal) {
        tell(
            .finished(SessionReport(session: request.session, verdict: refusal.verdict, destruction: Self.nothingMade))
        )
    }

    /// Reports a launch that was ended before anything was made.
    func report(_ request: LaunchRequest, endedBy cause: EndCause) {
        var evidence = SessionEvidence(limits: request.limits, wall: .zero)
        evidence.cause = cause
        tell(
            .finished(
                SessionReport(
                    session: request.session,
                    verdict: VerdictRule.decide(evidence),
                    destruction: Self.nothingMade
                )
            )
        )
    }

    /// Reports a launch whose cell could not be made.
    func report(_ request: LaunchRequest, _ failure: SetupError) {
        var evidence = SessionEvidence(limits: request.limits, wall: .zero)
        evidence.setupFailure = .init(stage: failure.stage, errno: failure.errno.name, subject: failure.subject)
        let left = host.trees.filter { $0.contains(request.session.text) }.map {
            "cgroup \($0.path)/\(request.session)"
        }
        let destruction = left.isEmpty ? Self.nothingMade : Destruction(checked: [], leftovers: left)
        tell(
            .finished(
                SessionReport(session: request.session, verdict: VerdictRule.decide(evidence), destruction: destruction)
            )
        )
    }

    /// Reports a launch that got no cell.
    func report(_ request: LaunchRequest, _ failure: CellLauncher.Failure) {
        switch failure {
        case .refused(let refusal): refuse(request, refusal)
        case .setUp(let error): report(request, error)
        }
    }

    private static let nothingMade = Destruction(checked: ["cell: no process was started"], leftovers: [])
}
