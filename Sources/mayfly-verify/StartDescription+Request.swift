internal import MayflyBundle
internal import MayflyCore
internal import MayflyYAML
internal import WardenProtocol

/// How the bundle of a request says that it must be started; `nil` when it does not say.
///
/// The bytes of `mayfly.yaml` are part of what was approved, so they are read only after the approval was found to hold. Content that
/// is not understood is refused, never ignored.
func startDescription(of request: VerifyRequest) throws(ApprovalRefusal) -> StartDescription? {
    guard let bytes = request.description else { return nil }
    do throws(FileErrors) {
        return try BundleParser.startDescription(from: bytes, paths: request.files)
    } catch {
        throw ApprovalRefusal(.malformedBundle, error.text(bound: FrameBound.sentence - 4))
    }
}
