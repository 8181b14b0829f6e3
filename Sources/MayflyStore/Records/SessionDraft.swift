/// A session's first record as it will be written, made before its moment.
package struct SessionDraft: Sendable {
    let session: SessionRecord
    /// What is set aside for it of a named agent.
    let entry: LedgerEntry?
    let text: String

    package init(_ session: SessionRecord, entry: LedgerEntry?) {
        self.session = session
        self.entry = entry
        self.text = Document.text(of: session)
    }
}
