internal import MayflyCore
internal import MayflyEvidence
internal import MayflyJSON
internal import MayflyRun

/// A statement in words, for the person who is about to sign it.
enum StatementText {
    /// Its whole content.
    static func lines(of statement: ApprovalStatement) -> [String] {
        var fields = FieldList()
        fields.add("approval", statement.id.text)
        fields.add("decision", statement.decision.rawValue)
        fields.add("script", statement.name.text)
        fields.add("digest", statement.digest.description)
        fields.add("author", "\(statement.author.user) (uid \(statement.author.uid))")
        fields.add("profiles", statement.profiles.map(text))
        fields.add("valid from", moment(statement.notBefore))
        fields.add("expires", moment(statement.expires))
        fields.add("comment", statement.comment)
        fields.add("replaces", statement.replaces?.text)
        return fields.lines
    }

    private static func text(of profile: ApprovedProfile) -> String {
        guard let closure = profile.closure else { return profile.name.text }
        let start = closure.interpreter.isEmpty ? "the program itself" : closure.interpreter
        let words = [start] + closure.flags
        let digest = closure.interpreterDigest.map { " \($0)" } ?? ""
        return "\(profile.name): \(words.joined(separator: " "))\(digest)"
    }

    /// The date for seconds since 1970; for later moments the last date that can be written.
    static func moment(_ seconds: UInt64) -> String {
        let milliseconds = seconds.multipliedReportingOverflow(by: 1000)
        let last = Timestamp.datedMilliseconds.upperBound
        let count = milliseconds.overflow ? last : Int64(clamping: min(milliseconds.partialValue, UInt64(last)))
        return DateText.text(of: Timestamp(milliseconds: count))
    }

    /// The state of a statement from the daemon's JSON: one line for each profile.
    static func standings(of approval: JSON) -> [String] {
        (approval["profiles"]?.elements ?? []).map { profile in
            let approvers = profile["approvers"]?.elements.compactMap(\.text) ?? []
            let count = "\(approvers.count) of \(profile["required"]?.integer ?? 0)"
            let names = approvers.isEmpty ? "" : " (\(approvers.joined(separator: ", ")))"
            let name = profile["name"]?.text ?? ""
            if let until = profile["holds_until"]?.text { return "\(name): may run until \(until), \(count)\(names)" }
            let rule = profile["refusal"]?["rule"]?.text ?? "refused"
            let hint = profile["refusal"]?["hint"]?.text.map { "; \($0)" } ?? ""
            return "\(name): \(rule), \(count)\(names)\(hint)"
        }
    }

    /// The signatures from the daemon's JSON: the signer, the key, and whether the signature counts.
    static func signatures(of approval: JSON) -> [String] {
        (approval["signatures"]?.elements ?? []).map { signature in
            let who = "\(signature["principal"]?.text ?? "?") \(signature["key"]?.text ?? "")"
            let standing = signature["why_not"]?.text.map { "does not count: \($0)" } ?? "counts"
            return "\(who) at \(signature["at"]?.text ?? ""), \(standing)"
        }
    }
}
