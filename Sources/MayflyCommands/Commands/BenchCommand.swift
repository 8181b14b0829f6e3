internal import ArgumentParser
internal import MayflyClient
internal import MayflyCore
internal import MayflyJSON
internal import MayflyRun

/// `mayfly bench`: runs a script many times, and shows how long each stage of a session takes here.
struct BenchCommand: MayflySubcommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Run a script many times; show how long each stage of a session takes on this host.",
        discussion: """
            Each run is a session like any other: admitted, charged, recorded. One that does not end well ends the
            measurement.

            queue     waiting for a place
            launch    the second look at the approval, and reading the bytes
            set up    from the order to the warden to the script's first instruction
            run       the script
            collect   taking its artifacts out
            destroy   removing the cell, and checking that it is gone
            all       from the request to the answer, by this program's clock

            Examples:
              mayfly bench hello                          100 sessions, one after the other
              mayfly bench hello -n 1000 --clients 8      8 at a time
              mayfly bench hello --format json            for programs
            """
    )

    private static let mostSessions = 1_000_000
    private static let mostClients = 256

    @OptionGroup var global: GlobalOptions

    @Option(name: .shortAndLong, help: ArgumentHelp("How many sessions are measured.", valueName: "number"))
    var number = 100

    @Option(help: ArgumentHelp("How many are asked for at a time.", valueName: "number"))
    var clients = 1

    @Option(
        help: ArgumentHelp("How many sessions of each client come before those that are measured.", valueName: "number")
    )
    var warmUp = 5

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The profile to run under; standard if not given.", valueName: "name")
    )
    var profile: String?

    @Argument(help: "The script: name, name@sha256:… or sha256:…")
    var script: String

    @OptionGroup var arguments: ArgumentOptions

    func validate() throws {
        guard (1...Self.mostSessions).contains(number) else {
            throw ValidationError("--number is from 1 to \(Self.mostSessions)")
        }
        guard (1...Self.mostClients).contains(clients), clients <= number else {
            throw ValidationError("--clients is from 1 to \(Self.mostClients), and no more than --number")
        }
        guard (0...Self.mostSessions).contains(warmUp) else {
            throw ValidationError("--warm-up is from 0 to \(Self.mostSessions)")
        }
        guard ScriptReference(script) != nil else {
            throw ValidationError("'\(script)' is not a script; write name, name@sha256:<64 hex> or sha256:<64 hex>")
        }
    }

    func execute(in context: CommandContext) async throws -> ExitStatus {
        var order = SubmitOrder(.script(script))
        do throws(CommandFailure) { try arguments.fill(&order) } catch { throw error.exiting(with: .usage) }
        order.profile = profile
        let client = global.client(in: context)
        _ = try await measure(order, client) { _ in warmUp }
        let start = ContinuousClock.now
        let samples = try await measure(order, client) { number / clients + ($0 < number % clients ? 1 : 0) }
        let time = start.duration(to: .now)
        let seconds = Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18
        let rate = StageSamples.text(Double(samples.count) / max(seconds, 1e-9))
        if global.format == .table {
            try context.print(samples.table, global.style(in: context))
            let times = "\(samples.count) sessions, \(clients) at a time"
            try context.output.line("\(times), in \(StageSamples.text(seconds)) s: \(rate) a second")
        } else {
            let members: [JSON.Member] = [
                .init("script", .string(script)), .init("sessions", .number("\(samples.count)")),
                .init("clients", .number("\(clients)")), .init("seconds", .number(StageSamples.text(seconds))),
                .init("per_second", .number(rate)), .init("times", samples.json),
            ]
            try context.print(.object(members), as: global.format)
        }
        return .success
    }

    /// Runs sessions; each client runs its own one after another on its own connection.
    private func measure(
        _ order: SubmitOrder,
        _ client: DaemonClient,
        share: (Int) -> Int
    ) async throws -> StageSamples {
        try await withThrowingTaskGroup(of: StageSamples.self) { group in
            for count in (0..<clients).map(share) where count > 0 {
                group.addTask { try await Self.run(order, count, client) }
            }
            return try await group.reduce(into: StageSamples()) { $0.add($1) }
        }
    }

    private static func run(_ order: SubmitOrder, _ count: Int, _ client: DaemonClient) async throws -> StageSamples {
        try await client.connect { daemon in
            var samples = StageSamples()
            for _ in 0..<count {
                let start = ContinuousClock.now
                var session = try await daemon.submit(order, wait: .seconds(30))
                if !session.isFinished { session = try await daemon.finishedSession(session.id) }
                let time = start.duration(to: .now)
                guard session.verdict == .ok, session.isDestroyed == true else {
                    throw CommandFailure(
                        "\(session.id) did not end well: \(SessionText.ending(of: session))",
                        advice: ["mayfly inspect \(session.id)    says more"]
                    )
                }
                samples.add(session, all: time)
            }
            return samples
        }
    }
}
