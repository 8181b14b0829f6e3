internal import ArgumentParser
internal import MayflyCore
internal import MayflyRun

/// `mayfly bundle digest`: the identity of a bundle.
struct BundleDigestCommand: MayflySubcommand {
    static let configuration = CommandConfiguration(
        commandName: "digest",
        abstract: "Print the digest that a bundle has; needs no daemon.",
        discussion: """
            The same without Mayfly, for a directory:
              (cd DIR && LC_ALL=C find . -type f -printf '%P\\n' | LC_ALL=C sort | xargs -d '\\n' sha256sum --) | sha256sum
            """
    )

    @Argument(help: "A file, or a directory of files.", completion: .file())
    var path: String

    @Flag(help: "Print the manifest, which sha256sum -c verifies, and not the digest of it.")
    var manifest = false

    func execute(in context: CommandContext) async throws -> ExitStatus {
        let bundle = try LocalBundle(path)
        if manifest {
            try context.output.write(Array(bundle.manifest.utf8))
        } else {
            try context.output.line(bundle.digest.description)
        }
        return .success
    }
}
