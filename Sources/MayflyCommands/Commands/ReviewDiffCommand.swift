internal import ArgumentParser
internal import MayflyClient
internal import MayflyCore
internal import MayflyJSON
internal import MayflyRun

/// `mayfly review diff`: the changes since the version that was approved last.
struct ReviewDiffCommand: MayflySubcommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Show what a version changes, compared with the one approved last.",
        discussion: """
            Both are fetched from the daemon and compared with their digests here. Which version was approved last is the \
            daemon's word: name the one you know with --against. What is started is read from the files. \
            Control characters in files are shown and never sent to the terminal. Files that are no text are named with their digests.
            """
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The version: NAME@sha256:DIGEST, or NAME for its newest.")
    var version: String

    @Option(
        help: ArgumentHelp("Compare with this version of the script, or with 'none'.", valueName: "digest")
    )
    var against: String?

    func validate() throws {
        _ = try VersionName.any(version)
        guard let against, against != "none", Digest(against) == nil else { return }
        throw ValidationError("--against: '\(against)' is neither 'none' nor sha256: and 64 digits")
    }

    func execute(in context: CommandContext) async throws -> ExitStatus {
        let name = try VersionName.any(version)
        let (from, to, old, new) = try await global.client(in: context).connect { daemon in
            let new = try await name.version(daemon)
            let old = try await base(of: new, name.name, daemon)
            let newFiles = try await FetchedBundle(new, name: name.name, daemon).files
            let oldFiles = try await old.files(name.name, daemon)
            return (old?.digest ?? "nothing", new.digest, oldFiles, newFiles)
        }
        try context.errors.line("\(Escape.line(name.name)): \(Escape.line(from)) -> \(Escape.line(to))")
        if against == nil, !old.isEmpty {
            try context.errors.line("that \(Escape.line(from)) was approved is the daemon's word; see --against")
        }
        var start = FieldList()
        BundleText.add(new, to: &start)
        for line in start.lines { try context.errors.line(line) }
        let difference = VersionDifference(old: old, new: new, style: global.style(in: context))
        for line in difference.lines { try context.output.line(line) }
        return .success
    }

    /// The version to compare with.
    ///
    /// In this order: the version that `--against` names, the current version, the newest other approved one, the newest deprecated
    /// or expired one.
    private func base(of new: VersionReply, _ name: String, _ daemon: DaemonConnection) async throws -> VersionReply? {
        if against == "none" { return nil }
        if let against { return try VersionName.check(try await daemon.version(name, against), is: against) }
        let script = ScriptReply(try await daemon.script(name))
        if let current = script.current, !current.digest.hasBytes(of: new.digest) { return current }
        let others = script.versions.filter { !$0.digest.hasBytes(of: new.digest) }
        return others.first { $0.state == "approved" } ?? others.first { ["deprecated", "expired"].contains($0.state) }
    }
}

extension Optional<VersionReply> {
    /// The files of a version; none if there is no version.
    fileprivate func files(_ name: String, _ daemon: DaemonConnection) async throws -> [FetchedBundle.File] {
        guard let self else { return [] }
        return try await FetchedBundle(self, name: name, daemon).files
    }
}
