/// What a cell's own network namespace offers.
package enum NetworkMode: String, CaseIterable, Hashable, Sendable {
    /// No interface is up.
    case none
    /// The cell's own loopback interface is up; nothing else exists.
    case loopback
}
