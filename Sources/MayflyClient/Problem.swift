package import MayflyJSON

/// A refusal of the daemon with its reason: `application/problem+json`.
package struct Problem: Hashable, Sendable {
    /// The whole answer, for programs.
    package let json: JSON
    /// The HTTP status.
    package let status: Int
    /// The time after which the request may be repeated, if the daemon names one.
    package let retryAfter: Duration?

    package init(_ json: JSON, status: Int, retryAfter: Duration? = nil) {
        self.json = json
        self.status = status
        self.retryAfter = retryAfter
    }

    /// The stable code of the error, for example `script_not_approved`.
    package var code: String { json["code"]?.text ?? "http_\(status)" }
    /// The error in this case; else the general description of its code.
    package var detail: String { json["detail"]?.text ?? json["title"]?.text ?? "the daemon answered \(status)" }
    /// What to do about it.
    package var hint: String? { json["hint"]?.text }
    /// The identifier of the request in the daemon's log.
    package var requestID: String? { json["request_id"]?.text }
    /// The digest that was refused, for refusals of scripts.
    package var digest: String? { json["digest"]?.text }

    /// One line for each wrong field: `/limits/memory: …`.
    package var fields: [String] {
        json["errors"]?.elements.compactMap { error in
            guard let detail = error["detail"]?.text else { return nil }
            return error["pointer"]?.text.map { "\($0): \(detail)" } ?? detail
        } ?? []
    }
}
