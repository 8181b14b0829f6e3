package import MayflyCore

/// Why the warden refuses to build a cell for a request; the rule's name appears in the verdict `refused`.
package struct LaunchRefusal: Error, Hashable, Sendable {
    package var rule: String
    package var detail: String

    package init(rule: String, detail: String) {
        self.rule = rule
        self.detail = detail
    }

    /// The verdict of the session, which never started.
    package var verdict: Verdict {
        var verdict = Verdict(.refused, evidence: detail.excerpt(1000))
        verdict.rule = rule
        return verdict
    }
}
