internal import ArgumentParser
internal import MayflyAPI
internal import MayflyClient
internal import MayflyJSON
internal import MayflyRun

/// `mayfly profile ls`: the profiles in force.
struct ProfileListCommand: MayflySubcommand {
    static let configuration = CommandConfiguration(commandName: "ls", abstract: "List the profiles in force.")

    @OptionGroup var global: GlobalOptions

    @Flag(name: .shortAndLong, help: "Only the names, one per line.")
    var quiet = false

    func execute(in context: CommandContext) async throws -> ExitStatus {
        let profiles = try await global.client(in: context).connect { try await $0.profiles() }["items"]?.elements ?? []
        if quiet {
            for profile in profiles { try context.output.line(Escape.line(profile["name"]?.text ?? "")) }
        } else if global.format != .table {
            try context.print(profiles, as: global.format)
        } else {
            try context.print(Self.table(of: profiles), global.style(in: context))
        }
        return .success
    }

    /// The table for people.
    static func table(of profiles: [JSON]) -> Table {
        var table = Table("NAME", "WALL", "CPUS", "MEMORY", "PIDS", "DISK", "NETWORK", "RUNTIMES", "SUMMARY")
        for profile in profiles {
            let limits = ["wall", "cpus", "memory", "pids", "disk"].map { limit(profile, $0) }
            table.add(
                profile["name"]?.text ?? "",
                limits[0],
                limits[1],
                limits[2],
                limits[3],
                limits[4],
                profile["network"]?.text ?? "",
                profile["runtimes"]?.members.map(\.name).joined(separator: ",") ?? "",
                profile["summary"]?.text ?? ""
            )
        }
        return table
    }

    private static func limit(_ profile: JSON, _ name: String) -> String {
        guard let value = profile["limits"]?[name] else { return "" }
        return value.text ?? value.compactText
    }
}
