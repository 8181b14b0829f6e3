package import MayflyCore
package import MayflyStore

/// Some sessions, newest first.
package struct SessionPage: Sendable {
    package var items: [SessionRecord]
    /// Where the next page begins; `nil` on the last one.
    package var next: SessionID?

    package init(items: [SessionRecord], next: SessionID?) {
        self.items = items
        self.next = next
    }
}
