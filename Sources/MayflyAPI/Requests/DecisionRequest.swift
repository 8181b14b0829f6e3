package import MayflyCore
package import MayflyJSON

/// The body of `POST /v1/rejections` and `POST /v1/deprecations`.
package struct DecisionRequest: Hashable, Sendable {
    package let script: ScriptReference
    package let reason: String

    package init(_ body: JSON) throws(RequestFaults) {
        let faults = FaultList()
        var fields = FieldReader(body, faults: faults)
        let script = fields.script()
        reason = fields.text("reason", bound: 2000, .prose) ?? ""
        self.script = try fields.finish(deciding: script)
    }
}
