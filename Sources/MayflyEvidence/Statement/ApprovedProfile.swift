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

    /// Paths and options are the same only byte for byte.
    package static func == (left: ApprovedProfile, right: ApprovedProfile) -> Bool {
        guard left.name == right.name, left.closure == right.closure else { return false }
        guard let one = left.closure, let other = right.closure else { return true }
        return one.interpreter.hasBytes(of: other.interpreter)
            && one.flags.elementsEqual(other.flags) { $0.hasBytes(of: $1) }
    }
}
