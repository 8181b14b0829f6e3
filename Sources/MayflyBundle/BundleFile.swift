/// The file of a bundle that describes how the script is started and which arguments it takes.
package enum BundleFile {
    /// The file's path: at the root of the bundle, and nowhere else.
    package static let name = "mayfly.yaml"

    /// Names that a person may take for it, but that no program reads.
    package static let lookalikes = ["mayfly.yml", "mayfly.json"]
}
