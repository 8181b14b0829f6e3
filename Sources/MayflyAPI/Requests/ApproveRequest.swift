package import MayflyCore
package import MayflyJSON

/// The body of `POST /v1/approvals`.
package struct ApproveRequest: Hashable, Sendable {
    /// Until when the approval holds.
    package enum Expiry: Hashable, Sendable {
        case at(Timestamp)
        case after(Duration)
    }

    package let script: ScriptReference
    package let profiles: [ProfileName]
    package let expiry: Expiry?
    package let comment: String

    /// Reads a body.
    package init(_ body: JSON) throws(RequestFaults) {
        let faults = FaultList()
        var fields = FieldReader(body, faults: faults)
        let script = fields.parsed("script", "name@sha256:<64 hex>", ScriptReference.init)
        profiles = fields.texts("profiles", most: 48, bound: 64).enumerated().compactMap { index, text in
            if let name = ProfileName(text) { return name }
            faults.add("/profiles/\(index)", "must be the name of a profile")
            return nil
        }
        expiry = Self.expiry(&fields)
        comment = fields.text("comment", bound: 2000, .prose) ?? ""
        fields.finish()
        fields.require("script")
        fields.require("profiles")
        try faults.check()
        guard let script else { throw RequestFaults([RequestFault("/script", "is missing")]) }
        self.script = script
    }

    private static func expiry(_ fields: inout FieldReader) -> Expiry? {
        let moment = fields.parsed("expires_at", "a moment such as 2027-01-31T00:00:00Z", DateText.parse)
        let lifetime = fields.parsed("lifetime", "a duration such as 24h") { try? Duration(parsing: $0) }
        if moment != nil, lifetime != nil {
            fields.faults.add(fields.pointer(to: "lifetime"), "give either expires_at or lifetime")
        }
        return moment.map { .at($0) } ?? lifetime.map { .after($0) }
    }
}
