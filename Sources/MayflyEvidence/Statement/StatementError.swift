internal import MayflyCore
internal import MayflyJSON

/// Why bytes are no statement, and which member is wrong.
package struct StatementError: Error, Hashable, Sendable {
    /// The member, for example `predicate.profiles[1].name`; empty for the whole statement.
    package let member: String
    package let fault: Fault

    package enum Fault: Hashable, Sendable {
        case tooLong(bound: Int)
        /// The bytes are not JSON, from this byte on.
        case json(offset: Int)
        case missing
        case unknown
        /// The member has another value than this.
        case expected(String)
        case repeated
        case order(String)
    }

    /// Makes an error, which keeps only the beginning of the member.
    init(_ member: String, _ fault: Fault) {
        self.member = member.excerpt()
        self.fault = fault
    }
}

extension StatementError: CustomStringConvertible {
    package var description: String { member.isEmpty ? "the statement \(fault)" : "\(member) \(fault)" }
}

extension StatementError.Fault: CustomStringConvertible {
    package var description: String {
        switch self {
        case .tooLong(let bound): "has more than \(bound) bytes"
        case .json(let offset): "is not JSON, or has a member twice, at byte \(offset)"
        case .missing: "is missing"
        case .unknown: "is unknown"
        case .expected(let what): "is not \(what)"
        case .repeated: "is there twice"
        case .order(let what): what
        }
    }
}
