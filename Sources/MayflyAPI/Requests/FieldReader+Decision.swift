internal import MayflyCore

extension FieldReader {
    /// The version that a decision is about.
    mutating func script() -> ScriptReference? {
        parsed("script", "name@sha256:<64 hex> or sha256:<64 hex>", ScriptReference.init)
    }

    /// Finishes a body that names a version and a reason.
    ///
    /// - Parameter script: The version that was read, if it was valid.
    func finish(deciding script: ScriptReference?) throws(RequestFaults) -> ScriptReference {
        finish()
        require("script")
        require("reason")
        try faults.check()
        guard let script else { throw RequestFaults([RequestFault("/script", "is missing")]) }
        return script
    }
}
