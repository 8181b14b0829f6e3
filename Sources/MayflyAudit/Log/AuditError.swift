/// Why the log cannot be read or written, or is not what it has to be.
package enum AuditError: Error, Hashable, Sendable {
    /// No space is left; nothing that counts was changed.
    case full(String)
    /// A record, or a file, is not what was written: the first one that is wrong, as far as it can be told.
    case damaged(AuditDamage)
    /// A call failed for another reason.
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
