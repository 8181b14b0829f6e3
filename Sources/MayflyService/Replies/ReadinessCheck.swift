/// One thing the daemon needs in order to run sessions, and whether it is there.
package struct ReadinessCheck: Hashable, Sendable {
    package var name: String
    package var isHolding: Bool
    package var detail: String

    package init(_ name: String, _ isHolding: Bool, _ detail: String) {
        self.name = name
        self.isHolding = isHolding
        self.detail = detail
    }
}
