internal import ArgumentParser

/// How a reviewer signs.
struct SigningOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The key to sign with, or the .pub file of one in your ssh-agent; else MAYFLY_APPROVER_KEY, else, for root, the "
                + "daemon's own.",
            valueName: "file"
        ),
        completion: .file()
    )
    var key: String?

    @Flag(help: "Do not ask at the terminal before signing.")
    var yes = false
}
