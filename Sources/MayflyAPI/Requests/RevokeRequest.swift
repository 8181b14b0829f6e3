package import MayflyCore
package import MayflyJSON

/// The body of `POST /v1/revocations`.
package struct RevokeRequest: Hashable, Sendable {
    package let script: ScriptReference
    package let reason: String
    /// Whether running sessions are killed too; waiting ones are always refused.
    package let kills: Bool

    package init(_ body: JSON) throws(RequestFaults) {
        let faults = FaultList()
        var fields = FieldReader(body, faults: faults)
        let script = fields.script()
        reason = fields.text("reason", bound: 500) ?? ""
        kills = fields.bool("kill", else: true)
        self.script = try fields.finish(deciding: script)
    }
}
