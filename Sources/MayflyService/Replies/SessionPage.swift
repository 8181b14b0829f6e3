package import MayflyCore
package import MayflyStore

/// A page of sessions, newest first.
package struct SessionPage: Sendable {
    package var items: [SessionRecord]
    /// The session after which the next page begins; `nil` on the last page.
    package var next: SessionID?

    package init(items: [SessionRecord], next: SessionID?) {
        self.items = items
        self.next = next
    }
}
