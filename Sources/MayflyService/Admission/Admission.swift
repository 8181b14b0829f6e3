package import MayflyCore
package import MayflyStore

/// Why a version may run: the statement, and the approvers whose signatures count.
package struct Admission: Hashable, Sendable {
    package var statement: StatementRecord
    package var approvers: [String]
    /// When the decision ends and has to be made anew.
    package var holdsUntil: Timestamp
    /// How the interpreter differs from the one that the approvers saw, in the warden's words; `nil` also when the interpreter is unknown.
    package var change: String?
    /// How the profile treats such a change.
    package var pin: PinMode
    /// The digest of the trust files by which the signatures count; `nil` when the terms had none.
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

    /// Why the warden would refuse this admission, as far as is known; `nil` when it would accept it.
    package var objection: String? { pin == .enforce ? change : nil }

    /// The error with which the warden would refuse a session under this admission; `nil` when it would accept it.
    ///
    /// For callers that only ask: at a launch the warden examines the interpreter and refuses by itself.
    ///
    /// - Parameter name: The name by which the version was requested.
    func refusal(as name: ScriptName?, under profile: ProfileName) -> ServiceError? {
        objection.map {
            .runtimeChanged(statement.digest, name: name, profile, detail: $0, approval: statement.renewable)
        }
    }

    /// Whether the warden should get this admission rather than `other`.
    func isBetter(than other: Admission) -> Bool {
        isPinned == other.isPinned ? holdsUntil > other.holdsUntil : isPinned
    }
}
