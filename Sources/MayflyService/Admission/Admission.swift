package import MayflyCore
package import MayflyStore

/// Why a version may run: the statement, and those whose signatures count.
package struct Admission: Hashable, Sendable {
    package var statement: StatementRecord
    package var approvers: [String]
    /// From then on it has to be decided anew.
    package var holdsUntil: Timestamp
    /// How something else starts the script now than its approvers saw, in the warden's words; `nil` as well when it is not
    /// known what does.
    package var change: String?
    /// What the profile says of such a change.
    package var pin: PinMode
    /// Of the trust files by which the signatures count; `nil` when the terms did not say.
    package var trust: Digest?

    package init(
        statement: StatementRecord,
        approvers: [String],
        holdsUntil: Timestamp,
        change: String? = nil,
        pin: PinMode = .report,
        trust: Digest? = nil
    ) {
        self.statement = statement
        self.approvers = approvers
        self.holdsUntil = holdsUntil
        (self.change, self.pin) = (change, pin)
        self.trust = trust
    }

    /// Whether the host starts the script as its approvers saw it, as far as is known.
    package var isPinned: Bool { change == nil }

    /// Why the warden would not start the script by it, as far as is known; `nil` when it would.
    package var objection: String? { pin == .enforce ? change : nil }

    /// What the warden would refuse a session for that is admitted by this.
    ///
    /// It is the warden who refuses, since it looks at the interpreter itself; this is for whoever only asks.
    ///
    /// - Parameter name: By which the version was asked for.
    func refusal(as name: ScriptName?, under profile: ProfileName) -> ServiceError? {
        objection.map {
            .runtimeChanged(statement.digest, name: name, profile, detail: $0, approval: statement.renewable)
        }
    }

    /// Whether this one is to be shown to the warden rather than `other`.
    func isBetter(than other: Admission) -> Bool {
        isPinned == other.isPinned ? holdsUntil > other.holdsUntil : isPinned
    }
}
