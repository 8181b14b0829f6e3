internal import MayflyCore

extension FieldReader {
    /// The version that something is decided about.
    mutating func script() -> ScriptReference? {
        parsed("script", "name@sha256:<64 hex> or sha256:<64 hex>", ScriptReference.init)
    }

    /// Finishes a body that says what is decided about, and why.
    ///
    /// - Parameter script: What was read of it.
    func finish(deciding script: ScriptReference?) throws(RequestFaults) -> ScriptReference {
        finish()
        require("script")
        require("reason")
        try faults.check()
        guard let script else { throw RequestFaults([RequestFault("/script", "is missing")]) }
        return script
    }
}
