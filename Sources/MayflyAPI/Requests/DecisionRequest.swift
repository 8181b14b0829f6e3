package import MayflyCore
package import MayflyJSON

/// The body of `POST /v1/rejections` and `POST /v1/deprecations`.
package struct DecisionRequest: Hashable, Sendable {
    package let script: ScriptReference
    package let reason: String

    /// Reads a body.
    package init(_ body: JSON) throws(RequestFaults) {
        let faults = FaultList()
        var fields = FieldReader(body, faults: faults)
        let script = fields.parsed("script", "name@sha256:<64 hex> or sha256:<64 hex>", ScriptReference.init)
        reason = fields.text("reason", bound: 2000, .prose) ?? ""
        fields.finish()
        fields.require("script")
        fields.require("reason")
        try faults.check()
        guard let script else { throw RequestFaults([RequestFault("/script", "is missing")]) }
        self.script = script
    }
}
