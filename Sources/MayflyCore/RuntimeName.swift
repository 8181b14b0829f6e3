/// The runtimes that a profile may allow.
package enum RuntimeName: String, CaseIterable, Hashable, Sendable, Codable, Comparable {
    case python
    case sh
    case node
    /// A static or dynamic ELF program inside the bundle.
    case binary

    package static func < (left: RuntimeName, right: RuntimeName) -> Bool { left.rawValue < right.rawValue }
}
