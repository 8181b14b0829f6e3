internal import MayflyJSON

/// Turns the events of a session into a bounded number of notes.
struct Progress {
    /// The shortest time between two notes.
    private static let pause = Duration.milliseconds(100)
    /// The most Unicode scalars of one note, which holds the end of the output since the last note.
    private static let longest = 500

    private let token: JSON
    private var count = 0
    private var pending = ""
    private var last: ContinuousClock.Instant?

    init(token: JSON) {
        self.token = token
    }

    /// Takes an event, and returns a note if one is due.
    mutating func note(_ event: JSON, at now: ContinuousClock.Instant) -> JSON? {
        if let state = event["state"]?.text { append("[\(state)]\n") }
        if ["stdout", "stderr"].contains(event["type"]?.text), let text = event["text"]?.text { append(text) }
        guard !pending.isEmpty, last.map({ now - $0 >= Self.pause }) ?? true else { return nil }
        last = now
        return flush()
    }

    /// The last note, if some output was not reported yet.
    mutating func flush() -> JSON? {
        guard !pending.isEmpty else { return nil }
        defer { pending = "" }
        count += 1
        return .object([
            "progressToken": token, "progress": .number("\(count)"), "message": .string(pending),
        ])
    }

    private mutating func append(_ text: String) {
        pending = String((pending + text).unicodeScalars.suffix(Self.longest))
    }
}
