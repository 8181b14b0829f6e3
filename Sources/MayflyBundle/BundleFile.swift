/// The file in which a bundle says how it is to be started and what it takes.
package enum BundleFile {
    /// Its path: at the root of the bundle, and nowhere else.
    package static let name = "mayfly.yaml"

    /// Names that somebody may take for it, and that nothing reads.
    package static let lookalikes = ["mayfly.yml", "mayfly.json"]
}
