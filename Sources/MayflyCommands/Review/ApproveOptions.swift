internal import ArgumentParser
internal import MayflyClient
internal import MayflyJSON
internal import MayflyRun

/// The options of `review approve` and its short form `script approve`, and the work of both.
struct ApproveOptions: ParsableArguments {
    @Argument(help: "The version: NAME@sha256:DIGEST.")
    var version: String?

    @Option(name: .shortAndLong, help: ArgumentHelp("A profile it may run under. May be repeated.", valueName: "name"))
    var profile: [String] = []

    @Option(help: ArgumentHelp("How long, for example 24h or 90d; else the daemon's default.", valueName: "duration"))
    var expires: String?

    @Option(help: ArgumentHelp("What you looked at; it becomes part of the statement.", valueName: "text"))
    var comment: String?

    @OptionGroup var signing: SigningOptions

    @Option(
        help: ArgumentHelp("A statement that was signed elsewhere; with --signature.", valueName: "file"),
        completion: .file()
    )
    var statement: String?

    @Option(help: ArgumentHelp("The signature on it.", valueName: "file"), completion: .file())
    var signature: String?

    private static let longestFile = 64 * 1024

    func validate() throws {
        if statement != nil || signature != nil {
            guard statement != nil, signature != nil else {
                throw ValidationError("--statement and --signature belong together")
            }
            guard version == nil, profile.isEmpty, expires == nil, comment == nil, signing.key == nil else {
                throw ValidationError("with --statement everything is said there; give --signature alone besides")
            }
            return
        }
        guard let version else { throw ValidationError("name the version: NAME@sha256:…") }
        _ = try VersionName.exact(version)
        guard !profile.isEmpty else { throw ValidationError("name at least one profile with --profile") }
        _ = try ReviewOption.profiles(profile)
        _ = try ReviewOption.lifetime(expires)
    }

    /// Signs and sends the signature, or sends one that was made elsewhere.
    func execute(_ global: GlobalOptions, in context: CommandContext) async throws -> ExitStatus {
        let client = global.client(in: context)
        let approval: JSON
        if let statement, let signature {
            let bytes = try LocalFile.bytes(of: statement, atMost: Self.longestFile)
            _ = try StatementCheck.read(bytes)
            let armour = try LocalFile.bytes(of: signature, atMost: Self.longestFile)
            approval = try await client.connect {
                try await $0.approve(
                    statement: String(decoding: bytes, as: UTF8.self),
                    signature: String(decoding: armour, as: UTF8.self)
                )
            }
        } else {
            let signing = Signing(client: client, context: context, options: signing)
            approval = try await signing.sign(try order())
        }
        try Self.report(approval, global, in: context)
        return .success
    }

    private func order() throws -> StatementOrder {
        let version = try VersionName.exact(version ?? "")
        var order = StatementOrder(
            name: version.name,
            digest: version.digest ?? "",
            decision: "approve",
            profiles: profile
        )
        order.expires = try ReviewOption.lifetime(expires)
        order.comment = comment
        return order
    }

    /// Reports the current effect of the approval.
    static func report(_ approval: JSON, _ global: GlobalOptions, in context: CommandContext) throws(OutputError) {
        if let warning = approval["warning"]?.text {
            try context.errors.line("mayfly: warning: \(Escape.line(warning))")
        }
        guard global.format == .table else { return try context.print(approval, as: global.format) }
        let (name, digest) = (approval["script"]?.text ?? "", approval["digest"]?.text ?? "")
        let isApproved = approval["state"]?.text == "approved"
        let word = isApproved ? "approved" : "signed, and not approved yet:"
        try context.output.line(Escape.line("\(word) \(name)@\(digest)"))
        for line in StatementText.standings(of: approval) { try context.output.line("  \(Escape.line(line))") }
        let isOpen = approval["profiles"]?.elements.contains { $0["refusal"]?["rule"]?.text == "not_enough_approvals" }
        if isApproved { context.hint("run it: mayfly run \(name)") }
        if isOpen == true { context.hint("the next approver signs the same statement with the same command") }
    }
}
