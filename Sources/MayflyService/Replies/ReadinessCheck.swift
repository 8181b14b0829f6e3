/// One condition for running sessions, and whether it holds.
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
