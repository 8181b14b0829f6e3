internal import MayflyCore
internal import MayflyStore
internal import Synchronization
internal import WardenProtocol

/// What the daemon knows about its warden, and the callers that wait for its answers.
final class WardenDesk: Sendable {
    private struct State {
        var known: KnownWarden?
        var reloads: [Promise<ReloadAnswer>] = []
        var canaries: [SessionID: Canary] = [:]
        var isGone = false
    }

    /// A canary cell that has not ended.
    private struct Canary {
        let report: Promise<SessionReport>
        /// The controls in force when it started; empty before.
        var controls: [Control] = []
    }

    /// The warden's answer to a reload.
    enum ReloadAnswer: Sendable {
        case ready(WardenDescription)
        case failed(String)
    }

    private let state = Mutex(State())

    /// The host and the profiles, as the warden last described them; `nil` until it is ready, and once it is gone.
    var description: WardenDescription? { known?.description }

    /// The same description, with the values that decisions need.
    var known: KnownWarden? { state.withLock { $0.isGone ? nil : $0.known } }

    /// What would start a session's script, by the warden's last description; `nil` when it has no such interpreter.
    func closure(of session: LiveSession) -> RuntimeClosure? {
        let runtime = session.look { $0.runtime }
        return description?.closures[runtime]?.first { $0.profile == session.profile.name }
    }

    /// Sets the description, and answers every waiting reload.
    func isReady(_ description: WardenDescription) {
        let known = KnownWarden(description)
        answerReloads(.ready(description)) { $0.known = known }
    }

    /// Sets a description that the warden sent by itself; reloads continue to wait.
    func hasChanged(_ description: WardenDescription) {
        let known = KnownWarden(description)
        state.withLock { $0.known = known }
    }

    /// Answers waiting reloads with the warden's refusal.
    func reloadFailed(_ text: String) { answerReloads(.failed(text)) { _ in } }

    /// Fails everybody who waits, since the warden will answer no more.
    func isGone() {
        let text = "the warden has ended"
        answerReloads(.failed(text)) { $0.isGone = true }
        let canaries = state.withLock { state in
            defer { state.canaries = [:] }
            return state.canaries
        }
        for (id, canary) in canaries {
            canary.report.keep(SessionReport(session: id, verdict: Verdict(.internalError, evidence: text)))
        }
    }

    /// A promise of the answer to a reload that is about to be requested.
    func expectReload() -> Promise<ReloadAnswer> {
        let promise = Promise<ReloadAnswer>()
        if state.withLock({ state in
            state.reloads.append(promise)
            return state.isGone
        }) {
            promise.keep(.failed("the warden has ended"))
        }
        return promise
    }

    /// A promise of the report of a canary that is about to be launched.
    func expectCanary(_ id: SessionID) -> Promise<SessionReport> {
        let promise = Promise<SessionReport>()
        state.withLock { $0.canaries[id] = Canary(report: promise) }
        return promise
    }

    /// Forgets a canary that could not be launched.
    func forgetCanary(_ id: SessionID) { state.withLock { _ = $0.canaries.removeValue(forKey: id) } }

    /// Notes the controls in force in a canary that starts; does nothing for other sessions.
    func started(_ id: SessionID, _ controls: [Control]) { state.withLock { $0.canaries[id]?.controls = controls } }

    /// Hands a report to its canary; `false` when it belongs to none.
    func finished(_ report: SessionReport) -> Bool {
        guard let canary = state.withLock({ $0.canaries.removeValue(forKey: report.session) }) else { return false }
        canary.report.keep(report.withControls(canary.controls))
        return true
    }

    private func answerReloads(_ answer: ReloadAnswer, _ change: (inout State) -> Void) {
        let reloads = state.withLock { state in
            change(&state)
            defer { state.reloads = [] }
            return state.reloads
        }
        for reload in reloads { reload.keep(answer) }
    }
}
