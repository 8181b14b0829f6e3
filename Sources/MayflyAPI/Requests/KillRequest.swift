package import MayflyJSON

/// The body of `POST /v1/sessions/{id}/kill`; may be empty.
package struct KillRequest: Hashable, Sendable {
    package let reason: String
    package let immediately: Bool

    package init(_ body: JSON) throws(RequestFaults) {
        let faults = FaultList()
        var fields = FieldReader(body, faults: faults)
        reason = fields.text("reason", bound: 500) ?? ""
        immediately = fields.bool("immediately")
        fields.finish()
        try faults.check()
    }
}
