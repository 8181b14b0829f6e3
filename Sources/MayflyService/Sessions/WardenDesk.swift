internal import MayflyCore
internal import MayflyStore
internal import Synchronization
internal import WardenProtocol

/// What the daemon knows of its warden, and who waits for an answer from it.
final class WardenDesk: Sendable {
    private struct State {
        var known: KnownWarden?
        var reloads: [Promise<ReloadAnswer>] = []
        var canaries: [SessionID: Canary] = [:]
        var isGone = false
    }

    /// A canary that has not ended.
    private struct Canary {
        let report: Promise<SessionReport>
        /// What was in force when it started; empty before.
        var controls: [Control] = []
    }

    /// What the warden said to a reload.
    enum ReloadAnswer: Sendable {
        case ready(WardenDescription)
        case failed(String)
    }

    private let state = Mutex(State())

    /// The host and the profiles, as the warden described them last; `nil` until it is ready, and once it is gone.
    var description: WardenDescription? { known?.description }

    /// The same, with what decisions take from it.
    var known: KnownWarden? { state.withLock { $0.isGone ? nil : $0.known } }

    /// What would start a session's script, as the warden described it last; `nil` when it has no such interpreter.
    func closure(of session: LiveSession) -> RuntimeClosure? {
        let runtime = session.look { $0.runtime }
        return description?.closures[runtime]?.first { $0.profile == session.profile.name }
    }

    /// Takes a description; answers every reload that waits.
    func isReady(_ description: WardenDescription) {
        let known = KnownWarden(description)
        answerReloads(.ready(description)) { $0.known = known }
    }

    /// Takes a description that was not asked for; reloads go on waiting.
    func hasChanged(_ description: WardenDescription) {
        let known = KnownWarden(description)
        state.withLock { $0.known = known }
    }

    /// Takes the refusal of a reload.
    func reloadFailed(_ text: String) { answerReloads(.failed(text)) { _ in } }

    /// Says that no answer will come any more.
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

    /// A promise of the answer to a reload that is about to be asked for.
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

    /// Forgets a canary that was not launched.
    func forgetCanary(_ id: SessionID) { state.withLock { _ = $0.canaries.removeValue(forKey: id) } }

    /// Says what is in force in a canary that starts; of anything else it does nothing.
    func started(_ id: SessionID, _ controls: [Control]) { state.withLock { $0.canaries[id]?.controls = controls } }

    /// Hands a report to the canary it belongs to; `false` when it belongs to none.
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
