internal import ArgumentParser

/// `mayfly bundle`: bundles on this machine, without a daemon.
struct BundleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bundle",
        abstract: "Check bundles and compute their digests; needs no daemon.",
        subcommands: [BundleCheckCommand.self, BundleDigestCommand.self]
    )
}
