/// The state of a session.
///
/// States follow each other only in this order.
package enum SessionState: String, CaseIterable, Hashable, Sendable, Codable, Comparable {
    case queued
    case preparing
    case running
    case finishing
    case destroyed

    private var order: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    package static func < (left: SessionState, right: SessionState) -> Bool { left.order < right.order }
}
