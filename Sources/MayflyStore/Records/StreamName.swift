/// One of the two streams a script prints on.
package enum StreamName: String, CaseIterable, Hashable, Sendable, Codable {
    case stdout
    case stderr
}
