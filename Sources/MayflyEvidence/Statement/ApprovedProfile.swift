package import MayflyCore

/// A profile that a statement names, with what its approvers saw start the script there.
package struct ApprovedProfile: Hashable, Sendable {
    package let name: ProfileName
    /// `nil` when the statement does not say.
    package let closure: RuntimeClosure?

    /// A profile of which the statement does not say what starts the script.
    package init(_ name: ProfileName) {
        self.name = name
        closure = nil
    }

    /// A profile with what starts the script there.
    package init(_ closure: RuntimeClosure) {
        name = closure.profile
        self.closure = closure
    }
}
