internal import ArgumentParser
internal import MayflyAPI
internal import MayflyClient
internal import MayflyJSON
internal import MayflyRun

/// `mayfly version`: the versions of this program and of the daemon.
struct VersionCommand: MayflySubcommand {
    static let configuration = CommandConfiguration(
        commandName: "version",
        abstract: "Print the versions of this program and of the daemon; exits 1 when there is no daemon."
    )

    @OptionGroup var global: GlobalOptions

    func execute(in context: CommandContext) async throws -> ExitStatus {
        let client: JSON = .object(["version": .string(MayflyVersion.text)])
        if global.format == .table { try context.output.line("client   \(MayflyVersion.text)") }
        do {
            let daemon = try await global.client(in: context).connect { try await $0.version() }
            if global.format == .table {
                try context.output.line("daemon   \(Escape.line(daemon["version"]?.text ?? "unknown"))")
                for name in ["api", "kernel", "cgroup"] {
                    guard let text = daemon[name]?.text else { continue }
                    try context.output.line(
                        "\(name)\(String(repeating: " ", count: 9 - name.count))\(Escape.line(text))"
                    )
                }
            } else {
                try context.print(.object(["client": client, "daemon": daemon]), as: global.format)
            }
            return .success
        } catch let error as ClientError {
            if global.format != .table {
                try context.print(.object(["client": client, "daemon": .null]), as: global.format)
            }
            throw error
        }
    }
}
