/// Compares the interpreter that the approvers saw with the one that would start the script now.
package enum ClosureRule {
    /// The differences, each with what was approved and what was found; empty when there are none.
    ///
    /// - Parameters:
    ///   - approved: From the statement; `nil` when it names none.
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

    /// What differs, in the words of refusals and records; `nil` when nothing does.
    ///
    /// - Parameters:
    ///   - approved: From the statement; `nil` when it names none.
    ///   - found: What there is now; `nil` when the host has no such interpreter.
    package static func change(approved: RuntimeClosure?, found: RuntimeClosure?) -> String? {
        let parts = differences(approved: approved, found: found)
        guard !parts.isEmpty else { return nil }
        return (approved == nil ? "" : "other than approved: ") + parts.joined(separator: "; ")
    }

    private static func text(_ digest: Digest?) -> String { digest.map { "\($0)" } ?? "none" }

    private static func text(_ flags: [String]) -> String { "[\(flags.joined(separator: " ").excerpt())]" }
}
