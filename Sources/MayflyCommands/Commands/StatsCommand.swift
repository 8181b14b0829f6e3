internal import ArgumentParser
internal import MayflyAPI
internal import MayflyClient
internal import MayflyJSON
internal import MayflyRun

/// `mayfly stats`: what sessions use now.
struct StatsCommand: MayflySubcommand {
    static let configuration = CommandConfiguration(
        commandName: "stats",
        abstract: "Show what sessions use: processor time, memory, processes, disk, output.",
        discussion:
            "Without a session: all that run. With --follow, again every second, on a terminal in the same place."
    )

    @OptionGroup var global: GlobalOptions

    @Flag(name: .shortAndLong, help: "Every second: until the named sessions have ended, or without end.")
    var follow = false

    @Argument(help: "Sessions, by id or an unambiguous part of it.")
    var sessions: [String] = []

    func execute(in context: CommandContext) async throws -> ExitStatus {
        try await global.client(in: context).connect { daemon in
            var names: [String] = []
            for name in sessions { names.append(try await SessionName.resolve(name, with: daemon)) }
            var samples = try await look(daemon, names)
            try show(samples, in: context)
            while follow, names.isEmpty || samples.contains(where: { $0["state"]?.text != "destroyed" }) {
                try await Task.sleep(for: .seconds(1))
                samples = try await look(daemon, names)
                try show(samples, in: context)
            }
        }
        return .success
    }

    private func look(_ daemon: DaemonConnection, _ names: [String]) async throws(ClientError) -> [JSON] {
        var ids = names
        if ids.isEmpty { ids = try await daemon.sessions(state: "running").items.map(\.id) }
        var samples: [JSON] = []
        for id in ids {
            do throws(ClientError) {
                samples.append(try await daemon.stats(id))
            } catch {
                // One that nobody named may be gone since it was listed.
                guard names.isEmpty, case .refused(let problem) = error, problem.code == "session_not_found" else {
                    throw error
                }
            }
        }
        return samples
    }

    private func show(_ samples: [JSON], in context: CommandContext) throws(OutputError) {
        guard global.format == .table else { return try context.print(samples, as: follow ? .jsonl : global.format) }
        if follow, context.output.isTerminal { try context.output.write(Array("\u{1b}[H\u{1b}[2J".utf8)) }
        try context.print(Self.table(of: samples), global.style(in: context))
        if samples.isEmpty { context.hint("no session is running") }
    }

    /// The table for people.
    static func table(of samples: [JSON]) -> Table {
        var table = Table("SESSION", "STATE", "WALL", "CPU", "MEMORY", "PEAK", "PIDS", "DISK", "OUTPUT")
        for sample in samples {
            let output = Amount.sum(sample["stdout_bytes"]?.integer ?? 0, sample["stderr_bytes"]?.integer ?? 0)
            table.add(
                sample["session"]?.text ?? "",
                sample["state"]?.text ?? "",
                Amount.duration(milliseconds: sample["wall_ms"]?.double),
                Amount.duration(milliseconds: sample["cpu_ms"]?.double),
                Amount.bytes(sample["memory_bytes"]?.integer),
                Amount.bytes(sample["memory_peak_bytes"]?.integer),
                sample["pids"]?.integer.map { "\($0)" } ?? "",
                Amount.bytes(sample["disk_bytes"]?.integer),
                Amount.bytes(output)
            )
        }
        return table
    }
}
