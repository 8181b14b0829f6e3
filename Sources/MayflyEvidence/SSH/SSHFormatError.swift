/// Why bytes do not follow SSH's wire format.
package enum SSHFormatError: Error, Hashable, Sendable {
    /// The bytes end before the field does.
    case truncated(field: String)
    /// Bytes follow the last field.
    case trailingBytes(count: Int)
    case tooLong(field: String, count: Int, bound: Int)
    /// The field has a value that it cannot have.
    case invalid(field: String)
}

extension SSHFormatError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .truncated(let field): "it ends within \(field)"
        case .trailingBytes(let count): "\(count) bytes follow its end"
        case .tooLong(let field, let count, let bound): "\(field) has \(count) bytes, \(bound) at most"
        case .invalid(let field): "\(field) has a value that it cannot have"
        }
    }
}
