internal import ArgumentParser
internal import MayflyAPI
internal import MayflyClient
internal import MayflyJSON
internal import MayflyRun

/// `mayfly stats`: the current resource usage of sessions.
struct StatsCommand: MayflySubcommand {
    static let configuration = CommandConfiguration(
        commandName: "stats",
        abstract: "Show what sessions use: processor time, memory, processes, disk, output.",
        discussion:
            "Without a session: all that run. With --follow, again every second, on a terminal in the same place."
    )

    /// The most unnamed sessions to show: five times as many as a daemon lets run.
    private static let most = 1000

    @OptionGroup var global: GlobalOptions

    @Flag(name: .shortAndLong, help: "Every second: until the named sessions have ended, or without end.")
    var follow = false

    @Argument(help: "Sessions, by id or an unambiguous part of it.")
    var sessions: [String] = []

    func execute(in context: CommandContext) async throws -> ExitStatus {
        try await global.client(in: context).connect { daemon in
            var names: [String] = []
            for name in sessions { names.append(try await SessionName.resolve(name, with: daemon)) }
            var (samples, isAll) = try await look(daemon, names)
            try show(samples, isAll: isAll, in: context)
            while follow, names.isEmpty || samples.contains(where: { $0["state"]?.text != "destroyed" }) {
                try await Task.sleep(for: .seconds(1))
                (samples, isAll) = try await look(daemon, names)
                try show(samples, isAll: isAll, in: context)
            }
        }
        return .success
    }

    /// The usage of sessions, and whether these are all that were requested.
    private func look(_ daemon: DaemonConnection, _ names: [String]) async throws(ClientError) -> ([JSON], Bool) {
        let (ids, isAll) = try await looked(at: names, daemon)
        var samples: [JSON] = []
        for id in ids {
            do throws(ClientError) {
                samples.append(try await daemon.stats(id))
            } catch {
                // A session that the user did not name may have ended since it was listed.
                guard names.isEmpty, case .refused(let problem) = error, problem.code == "session_not_found" else {
                    throw error
                }
            }
        }
        return (samples, isAll)
    }

    /// The sessions to show, and whether these are all that were requested: the named sessions, or the running ones.
    private func looked(at names: [String], _ daemon: DaemonConnection) async throws(ClientError) -> ([String], Bool) {
        guard names.isEmpty else { return (names, true) }
        var ids: [String] = []
        let isAll = try await PageLoop.run(over: "GET /v1/sessions") { (cursor) async throws(ClientError) in
            try await daemon.sessions(state: "running", cursor: cursor)
        } take: { page in
            ids += page.map(\.id)
            return ids.count < Self.most
        }
        return (Array(ids.prefix(Self.most)), isAll && ids.count <= Self.most)
    }

    private func show(_ samples: [JSON], isAll: Bool, in context: CommandContext) throws(OutputError) {
        if global.format == .table {
            if follow, context.output.isTerminal { try context.output.write(Array("\u{1b}[H\u{1b}[2J".utf8)) }
            try context.print(Self.table(of: samples), global.style(in: context))
            if samples.isEmpty { context.hint("no session is running") }
        } else {
            try context.print(samples, as: follow ? .jsonl : global.format)
        }
        guard !isAll else { return }
        try context.errors.line("only the newest \(Self.most) of the sessions that run are shown")
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
