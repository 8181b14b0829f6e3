internal import MayflyAPI
internal import MayflyClient
internal import MayflyCore
internal import MayflyJSON

/// Turns the command line of `run` into a request to the daemon.
struct RunOrder {
    /// The most bytes of one input file.
    private static let longestFile = 64 * 1024 * 1024
    private let command: RunCommand

    init(_ command: RunCommand) {
        self.command = command
    }

    /// Reads the files that the command line names.
    func order(in context: CommandContext) throws(CommandFailure) -> SubmitOrder {
        do throws(CommandFailure) {
            var order = SubmitOrder(try subject())
            let options = command.options
            try command.arguments.fill(&order)
            order.profile = options.profile
            order.limits = try options.limits()
            order.environment = try options.variables(from: context.environment)
            order.labels = try options.labels()
            order.queueTimeout = options.queueTimeout
            order.workspace = command.workspace
            order.idempotencyKey = try idempotencyKey()
            order.endsWithConnection = try endsWithConnection()
            for (name, path) in try options.inputs() {
                order.files.append((name, try LocalFile.bytes(of: path, atMost: Self.longestFile)))
            }
            if let path = options.stdin { order.stdin = try LocalFile.bytes(of: path, atMost: Self.longestFile) }
            return order
        } catch {
            throw error.exiting(with: .mayfly)
        }
    }

    private func idempotencyKey() throws(CommandFailure) -> String? {
        guard let key = command.idempotencyKey else { return nil }
        guard (1...255).contains(key.utf8.count), key.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else {
            throw CommandFailure("--idempotency-key has 1 to 255 printable ASCII characters, and no spaces")
        }
        return key
    }

    private func endsWithConnection() throws(CommandFailure) -> Bool {
        switch command.onDisconnect {
        case "kill": return true
        case "detach", nil: return false
        case let word?: throw CommandFailure("--on-disconnect \(word): write kill or detach")
        }
    }

    private func subject() throws(CommandFailure) -> SubmitOrder.Subject {
        switch (command.script, command.code) {
        case (let script?, nil):
            guard ScriptReference(script) != nil else {
                throw CommandFailure("'\(script)' is not a script; write name, name@sha256:<64 hex> or sha256:<64 hex>")
            }
            guard command.runtime == nil else {
                throw CommandFailure("--runtime goes with --code only; a script knows its own")
            }
            return .script(script)
        case (nil, let path?): return try code(path)
        case (nil, nil):
            throw CommandFailure(
                "name a script, or give --code FILE",
                advice: ["mayfly script ls    lists the scripts"]
            )
        default: throw CommandFailure("give either a script or --code; what the script gets as arguments follows '--'")
        }
    }

    private func code(_ path: String) throws(CommandFailure) -> SubmitOrder.Subject {
        let bytes = try LocalFile.bytes(of: path, atMost: Self.longestFile)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw CommandFailure("\(path) is not UTF-8 text; propose it with 'mayfly script add', then run it by name")
        }
        let entry = EntryPoint.name(forSingleFile: LocalFile.name(of: path))
        let guess = EntryPoint.names.first { $0.path == entry }?.runtime.rawValue
        let names = RuntimeName.allCases.map(\.rawValue)
        guard let runtime = command.runtime ?? guess, names.contains(runtime) else {
            throw CommandFailure("--runtime must be one of \(names.joined(separator: ", "))")
        }
        return .code(text, runtime: runtime)
    }
}
