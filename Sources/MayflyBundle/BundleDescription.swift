package import MayflyCore
package import MayflyJSON

/// Everything that a bundle's `mayfly.yaml` says.
///
/// The warden's half is ``start``; arguments and results are the daemon's.
package struct BundleDescription: Hashable, Sendable {
    /// A sentence or a few for people; `nil` when there are none.
    package var summary: String?
    /// By which operators may let agents run it.
    package var tags: [ScriptTag]
    /// How it is started.
    package var start: StartDescription
    /// The schema of its arguments, as it was written; `nil` when arguments are a plain list of texts.
    package var arguments: JSON?
    /// How arguments become the script's command line.
    package var argumentMap: ArgumentMap
    /// What it leaves behind as its result; `nil` when it does not say.
    package var result: ResultDescription?
}
