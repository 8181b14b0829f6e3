internal import MayflyCore
internal import Synchronization
internal import WardenClient

/// Asks the warden for the resources that sessions use, for each session once in a period at most.
///
/// The warden has one thread, which also watches the limits of every cell: so all callers share its answers.
final class SampleDesk: Sendable {
    private struct Question {
        let asked: ContinuousClock.Instant
        let answer = Promise<SessionSample?>()
        var isAnswered = false
    }

    private struct State {
        var questions: [SessionID: Question] = [:]
        var isGone = false
    }

    /// How long an answer is valid.
    static let period: Duration = .milliseconds(250)
    /// How many answers are kept before old ones are removed; at most a few hundred sessions run.
    private static let most = 256

    private let warden: WardenClient
    private let state = Mutex(State())

    init(warden: WardenClient) {
        self.warden = warden
    }

    /// The resources that a session uses, as of a moment ago; `nil` when its script does not run.
    func sample(_ id: SessionID) async -> SessionSample? {
        let now = ContinuousClock.now
        let (question, isNew) = state.withLock { state -> (Question?, Bool) in
            guard !state.isGone else { return (nil, false) }
            if let known = state.questions[id], !known.isAnswered || now - known.asked < Self.period {
                return (known, false)
            }
            if state.questions.count >= Self.most {
                state.questions = state.questions.filter { !$0.value.isAnswered || now - $0.value.asked < Self.period }
            }
            let question = Question(asked: now)
            state.questions[id] = question
            return (question, true)
        }
        // In its own task: the first caller may be gone before those that wait with it.
        if isNew { Task { await ask(id) } }
        return await question?.answer.value ?? nil
    }

    private func ask(_ id: SessionID) async {
        do throws(WardenClientError) {
            try await warden.sample(id)
        } catch {
            answered(id, nil)
        }
    }

    /// Sets the warden's answer.
    func answered(_ id: SessionID, _ sample: SessionSample?) {
        let promise = state.withLock { state in
            state.questions[id]?.isAnswered = true
            return state.questions[id]?.answer
        }
        promise?.keep(sample)
    }

    /// Fails everybody who waits, since the warden will answer no more.
    func isGone() {
        let open = state.withLock { state in
            state.isGone = true
            defer { state.questions = [:] }
            return state.questions.values.map(\.answer)
        }
        for promise in open { promise.keep(nil) }
    }
}
