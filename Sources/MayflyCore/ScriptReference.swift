/// The script that a caller refers to: `name`, `name@sha256:…`, or `sha256:…`.
///
/// A bare name means the version of that name that was approved last; the session record always has the digest.
package enum ScriptReference: Hashable, Sendable {
    case name(ScriptName)
    case version(ScriptName, Digest)
    case digest(Digest)

    /// - Returns: `nil` when the text is none of the three forms.
    package init?(_ text: String) {
        if let digest = Digest(text) {
            self = .digest(digest)
            return
        }
        let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let name = ScriptName(String(first)) else { return nil }
        if parts.count == 1 {
            self = .name(name)
        } else if let digest = Digest(String(parts[1])) {
            self = .version(name, digest)
        } else {
            return nil
        }
    }
}

extension ScriptReference: CustomStringConvertible {
    package var description: String {
        switch self {
        case .name(let name): name.text
        case .version(let name, let digest): "\(name)@\(digest)"
        case .digest(let digest): digest.description
        }
    }
}
