internal import MayflyStore
internal import Synchronization

/// The first record of a session, which whoever takes it first must write.
///
/// If a session starts at once, it is written together with the start, in one transaction; otherwise before the session waits.
final class FirstRecord: Sendable {
    /// The record, and the reservation from the quotas of a named agent.
    struct Content: Sendable {
        let record: SessionRecord
        let entry: LedgerEntry?

        /// The draft for the store.
        var draft: SessionDraft { SessionDraft(record, entry: entry) }
    }

    private let content = Mutex<Content?>(nil)

    /// Sets what is to be written.
    func put(_ record: SessionRecord, _ entry: LedgerEntry?) {
        content.withLock { $0 = Content(record: record, entry: entry) }
    }

    /// Takes what is to be written; `nil` when another caller has taken it, or it is written already.
    func take() -> Content? {
        content.withLock { content in
            defer { content = nil }
            return content
        }
    }
}
