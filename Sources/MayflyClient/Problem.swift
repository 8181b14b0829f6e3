package import MayflyJSON

/// What the daemon refused, and why: `application/problem+json`.
package struct Problem: Hashable, Sendable {
    /// Everything it said, for programs.
    package let json: JSON
    /// The HTTP status.
    package let status: Int
    /// After how long the same may be asked again, where the daemon says that.
    package let retryAfter: Duration?

    package init(_ json: JSON, status: Int, retryAfter: Duration? = nil) {
        self.json = json
        self.status = status
        self.retryAfter = retryAfter
    }

    /// The stable word for what went wrong, for example `script_not_approved`.
    package var code: String { json["code"]?.text ?? "http_\(status)" }
    /// What was wrong this time; else what is always wrong with this code.
    package var detail: String { json["detail"]?.text ?? json["title"]?.text ?? "the daemon answered \(status)" }
    /// What to do about it.
    package var hint: String? { json["hint"]?.text }
    /// The request's name in the daemon's log.
    package var requestID: String? { json["request_id"]?.text }
    /// The digest that was refused, for refusals of scripts.
    package var digest: String? { json["digest"]?.text }

    /// One line per wrong field: `/limits/memory: …`.
    package var fields: [String] {
        json["errors"]?.elements.compactMap { error in
            guard let detail = error["detail"]?.text else { return nil }
            return error["pointer"]?.text.map { "\($0): \(detail)" } ?? detail
        } ?? []
    }
}
