internal import MayflyCore
internal import WardenProtocol

/// How the bundle of a request says that it is to be started; `nil` when it does not say.
///
/// The bytes of `mayfly.yaml` are part of what was approved, so they are read only after the approval has held.
///
/// - Throws: ``ApprovalRefusal/Rule/malformedBundle`` for a description, as there is no reader for it yet: what is not
///   understood is refused, never passed over.
func startDescription(of request: VerifyRequest) throws(ApprovalRefusal) -> StartDescription? {
    guard request.description != nil else { return nil }
    throw ApprovalRefusal(.malformedBundle, "this verifier cannot read mayfly.yaml; propose the bundle without it")
}
