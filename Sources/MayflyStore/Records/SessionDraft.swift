/// A session's first record, encoded before it is needed.
package struct SessionDraft: Sendable {
    let session: SessionRecord
    /// What is set aside for the session of a named agent.
    let entry: LedgerEntry?
    let text: String

    package init(_ session: SessionRecord, entry: LedgerEntry?) {
        self.session = session
        self.entry = entry
        self.text = Document.text(of: session)
    }
}
