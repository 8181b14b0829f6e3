package import MayflyCore

extension ClosureRule {
    /// Refuses a launch whose closure changed, where the profile's policy says so.
    ///
    /// - Returns: What the session's record says of it.
    package static func check(
        approved: RuntimeClosure?,
        found: RuntimeClosure?,
        pin: PinMode
    ) throws(LaunchRefusal) -> String {
        guard let text = change(approved: approved, found: found) else { return "as approved" }
        if pin == .enforce { throw LaunchRefusal(rule: "runtime_changed", detail: text) }
        return text.excerpt(500)
    }
}
