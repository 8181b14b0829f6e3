internal import MayflyCore
internal import Synchronization
internal import WardenProtocol

/// What the daemon knows of its warden, and who waits for an answer from it.
final class WardenDesk: Sendable {
    private struct State {
        var description: WardenDescription?
        var reloads: [Promise<ReloadAnswer>] = []
        var canaries: [SessionID: Promise<SessionReport>] = [:]
        var isGone = false
    }

    /// What the warden said to a reload.
    enum ReloadAnswer: Sendable {
        case ready(WardenDescription)
        case failed(String)
    }

    private let state = Mutex(State())

    /// The host and the profiles, as the warden described them last; `nil` until it is ready, and once it is gone.
    var description: WardenDescription? { state.withLock { $0.isGone ? nil : $0.description } }

    /// What would start a script, as the warden described it last; `nil` when it has no such interpreter.
    func closure(of runtime: RuntimeName, under profile: ProfileName) -> RuntimeClosure? {
        description?.closures[runtime]?.first { $0.profile == profile }
    }

    /// Takes a description; answers every reload that waits.
    func isReady(_ description: WardenDescription) {
        answerReloads(.ready(description)) { $0.description = description }
    }

    /// Takes a description that was not asked for; reloads go on waiting.
    func hasChanged(_ description: WardenDescription) { state.withLock { $0.description = description } }

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
        for (id, promise) in canaries {
            promise.keep(SessionReport(session: id, verdict: Verdict(.internalError, evidence: text)))
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
        state.withLock { $0.canaries[id] = promise }
        return promise
    }

    /// Forgets a canary that was not launched.
    func forgetCanary(_ id: SessionID) { state.withLock { _ = $0.canaries.removeValue(forKey: id) } }

    /// Hands a report to the canary it belongs to; `false` when it belongs to none.
    func finished(_ report: SessionReport) -> Bool {
        guard let promise = state.withLock({ $0.canaries.removeValue(forKey: report.session) }) else { return false }
        promise.keep(report)
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
