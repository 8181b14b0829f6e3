/// The source of a profile's system call policy, as profiles write it.
package enum SystemCallSource: Hashable, Sendable {
    /// One of Mayfly's own policies.
    case builtIn(SystemCallSet)
    /// The name of an operator's file of OCI seccomp JSON beside the profile.
    case file(String)
}

extension SystemCallSource: RawRepresentable {
    /// Parses for example `strict` or `editors.json`.
    package init?(rawValue: String) {
        if let set = SystemCallSet(rawValue: rawValue) {
            self = .builtIn(set)
        } else if rawValue.hasSuffix(".json"), NameRule.accepts(rawValue) {
            self = .file(rawValue)
        } else {
            return nil
        }
    }

    package var rawValue: String {
        switch self {
        case .builtIn(let set): set.rawValue
        case .file(let name): name
        }
    }
}
