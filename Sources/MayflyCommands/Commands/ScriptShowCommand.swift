internal import ArgumentParser
internal import MayflyAPI
internal import MayflyClient
internal import MayflyCore
internal import MayflyJSON
internal import MayflyRun

/// `mayfly script show`: one script, its versions and who approved them.
struct ScriptShowCommand: MayflySubcommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show the versions of a script: files, digests, approvals."
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The script: NAME for all of its versions, or NAME@sha256:DIGEST for one.")
    var script: String

    func validate() throws { _ = try VersionName.any(script) }

    /// What a version means to a caller who runs the script by its name.
    ///
    /// - Parameter current: The digest of the version that the name means; `nil` if it means none.
    static func meaning(of current: String?, beside digest: String) -> String {
        guard let current else { return "its name runs nothing now" }
        return current.hasBytes(of: digest) ? "this is what its name runs now" : "its name runs \(current) now"
    }

    func execute(in context: CommandContext) async throws -> ExitStatus {
        let wanted = try VersionName.any(script)
        let (reply, script) = try await global.client(in: context).connect { try await answers(about: wanted, $0) }
        guard global.format == .table else {
            try context.print(reply, as: global.format)
            return .success
        }
        let current = ScriptReply(script).currentDigest
        let versions = wanted.digest == nil ? reply["versions"]?.elements ?? [] : [reply]
        for (index, version) in versions.map({ VersionReply($0) }).enumerated() {
            if index > 0 { try context.output.line() }
            let meaning = Self.meaning(of: current, beside: version.digest)
            for line in VersionText.lines(of: version, name: wanted.name, meaning: meaning) {
                try context.output.line(line)
            }
        }
        return .success
    }

    /// The daemon's answers about the requested version and about the script, which is requested only where its answer is shown.
    private func answers(about wanted: VersionName, _ daemon: DaemonConnection) async throws -> (JSON, JSON) {
        guard wanted.digest != nil else {
            let script = try await daemon.script(wanted.name)
            return (script, script)
        }
        let version = try await wanted.version(daemon).json
        guard global.format == .table else { return (version, .null) }
        return (version, try await daemon.scriptPage(wanted.name, limit: 1))
    }
}
