package import MayflyCore
package import MayflyStore

/// Why a version may run: the statement, and those whose signatures count.
package struct Admission: Hashable, Sendable {
    package var statement: StatementRecord
    package var approvers: [String]
    /// From then on it has to be decided anew.
    package var holdsUntil: Timestamp
    /// Whether the host starts the script as its approvers saw it; `true` as well when the statement does not say.
    package var isPinned: Bool
    /// Of the trust files by which the signatures count; `nil` when the terms did not say.
    package var trust: Digest?

    package init(
        statement: StatementRecord,
        approvers: [String],
        holdsUntil: Timestamp,
        isPinned: Bool = true,
        trust: Digest? = nil
    ) {
        self.statement = statement
        self.approvers = approvers
        self.holdsUntil = holdsUntil
        self.isPinned = isPinned
        self.trust = trust
    }

    /// Whether this one is to be shown to the warden rather than `other`.
    func isBetter(than other: Admission) -> Bool {
        isPinned == other.isPinned ? holdsUntil > other.holdsUntil : isPinned
    }
}
