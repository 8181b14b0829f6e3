/// Why the log cannot be read or written, or is damaged.
package enum AuditError: Error, Hashable, Sendable {
    /// No space is left; nothing that counts was changed.
    case full(String)
    /// A record or a file is not what was written; names the first wrong one, if that can be told.
    case damaged(AuditDamage)
    case failed(String)
}

extension AuditError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .full(let text): "\(text); free some space and try again"
        case .damaged(let damage): damage.description
        case .failed(let text): text
        }
    }
}
