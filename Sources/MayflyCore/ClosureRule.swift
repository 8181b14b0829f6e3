/// Compares what the approvers saw start a script with what would start it now.
package enum ClosureRule {
    /// What is different, each part with what was approved and what is there; empty when nothing is.
    ///
    /// - Parameters:
    ///   - approved: From the statement; `nil` when it does not say.
    ///   - found: What the warden found; `nil` when the host has no such interpreter.
    package static func differences(approved: RuntimeClosure?, found: RuntimeClosure?) -> [String] {
        guard let approved else { return ["the statement does not say what starts the script"] }
        guard let found else { return ["interpreter \(approved.interpreter) is not on this host any more"] }
        var parts: [String] = []
        if approved.profile != found.profile { parts.append("profile \(approved.profile), now \(found.profile)") }
        if approved.profileDigest != found.profileDigest {
            parts.append("profile digest \(approved.profileDigest), now \(found.profileDigest)")
        }
        if !approved.interpreter.hasBytes(of: found.interpreter) {
            parts.append("path \(approved.interpreter.excerpt()), now \(found.interpreter.excerpt())")
        }
        if approved.interpreterDigest != found.interpreterDigest {
            parts.append(
                "interpreter digest \(text(approved.interpreterDigest)), now \(text(found.interpreterDigest))"
            )
        }
        if approved.flags.map({ Array($0.utf8) }) != found.flags.map({ Array($0.utf8) }) {
            parts.append("flags \(text(approved.flags)), now \(text(found.flags))")
        }
        return parts
    }

    /// How something else would start a script than was approved, as refusals and records say it; `nil` when nothing is other.
    ///
    /// - Parameters:
    ///   - approved: From the statement; `nil` when it does not say.
    ///   - found: What there is now; `nil` when the host has no such interpreter.
    package static func change(approved: RuntimeClosure?, found: RuntimeClosure?) -> String? {
        let parts = differences(approved: approved, found: found)
        guard !parts.isEmpty else { return nil }
        return (approved == nil ? "" : "other than approved: ") + parts.joined(separator: "; ")
    }

    private static func text(_ digest: Digest?) -> String { digest.map { "\($0)" } ?? "none" }

    private static func text(_ flags: [String]) -> String { "[\(flags.joined(separator: " ").excerpt())]" }
}
