internal import MayflyStore
internal import Synchronization

/// What is written of a session before anything else, by whoever takes it out first.
///
/// A session that starts at once has it written together with its start, in one transaction; one that waits, before it waits.
final class FirstRecord: Sendable {
    /// The record, and what is set aside for it of a named agent.
    struct Content: Sendable {
        let record: SessionRecord
        let entry: LedgerEntry?

        /// As it will be written.
        var draft: SessionDraft { SessionDraft(record, entry: entry) }
    }

    private let content = Mutex<Content?>(nil)

    /// Puts in what is to be written.
    func put(_ record: SessionRecord, _ entry: LedgerEntry?) {
        content.withLock { $0 = Content(record: record, entry: entry) }
    }

    /// Takes out what is to be written; `nil` when somebody else has, or it was written already.
    func take() -> Content? {
        content.withLock { content in
            defer { content = nil }
            return content
        }
    }
}
