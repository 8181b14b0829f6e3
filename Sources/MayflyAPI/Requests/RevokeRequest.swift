package import MayflyCore
package import MayflyJSON

/// The body of `POST /v1/revocations`.
package struct RevokeRequest: Hashable, Sendable {
    package let script: ScriptReference
    package let reason: String
    /// Whether running sessions are ended too; those that wait always are.
    package let kills: Bool

    /// Reads a body.
    package init(_ body: JSON) throws(RequestFaults) {
        let faults = FaultList()
        var fields = FieldReader(body, faults: faults)
        let script = fields.parsed("script", "name@sha256:<64 hex> or sha256:<64 hex>", ScriptReference.init)
        reason = fields.text("reason", bound: 500) ?? ""
        kills = fields.bool("kill", else: true)
        fields.finish()
        fields.require("script")
        fields.require("reason")
        try faults.check()
        guard let script else { throw RequestFaults([RequestFault("/script", "is missing")]) }
        self.script = script
    }
}
