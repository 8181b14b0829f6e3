package import MayflyCore
package import MayflyJSON

/// The content of a bundle's `mayfly.yaml`.
///
/// The warden uses only ``start``; arguments and results are for the daemon.
package struct BundleDescription: Hashable, Sendable {
    /// A few sentences for people; `nil` when there are none.
    package var summary: String?
    /// The tags by which operators may let agents run the script.
    package var tags: [ScriptTag]
    /// How the script is started.
    package var start: StartDescription
    /// The schema of the arguments, as it was written; `nil` when arguments are a plain list of texts.
    package var arguments: JSON?
    /// How arguments become the script's command line.
    package var argumentMap: ArgumentMap
    /// The file that the script leaves as its result; `nil` when the description promises none.
    package var result: ResultDescription?
}
