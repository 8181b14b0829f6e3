internal import MayflyClient
internal import MayflyJSON

/// The scripts that the daemon knows, and what a model may read of them.
struct ScriptBook {
    let client: DaemonClient
    /// Tells people what could not be looked at.
    let log: @Sendable (String) -> Void

    /// What was found out about a script.
    enum Finding {
        /// The version that runs by the script's name: what the authors of the others wrote, nobody may have read.
        case approved(VersionReply)
        case notApproved
        /// It could not be looked at.
        case unknown
    }

    /// The daemon's list: each script with its newest version, without what the bundle says of itself.
    func items() async throws(ClientError) -> [JSON] {
        try await connected { try await $0.scripts()["items"]?.elements ?? [] }
    }

    /// The names of all scripts.
    func names() async throws(ClientError) -> [String] { try await items().compactMap { $0["name"]?.text } }

    /// The version that runs by a script's name; `nil` when none is approved.
    func current(_ name: String) async throws(ClientError) -> VersionReply? {
        try await connected { try await $0.currentVersion(of: name) }
    }

    /// What the caller may run.
    func rights() async throws(ClientError) -> CallerRights {
        do throws(ClientError) {
            let agents = try await connected { try await $0.agents() }
            return CallerRights(agents, of: .current())
        } catch {
            // Agents are not named there, or the daemon is older than that they can be.
            guard case .refused(let problem) = error, [403, 404].contains(problem.status) else { throw error }
            return .unknown
        }
    }

    /// What is to be found out about each of these scripts, in their order.
    func findings(of names: [String]) async throws(ClientError) -> [Finding] {
        var findings: [Finding] = []
        while findings.count < names.count {
            let rest = Array(names.dropFirst(findings.count))
            findings += try await connected { try await look(at: rest, $0) }
        }
        return findings
    }

    /// Looks at scripts until one cannot be looked at, after which the connection may be of no use.
    private func look(at names: [String], _ daemon: DaemonConnection) async throws(ClientError) -> [Finding] {
        var findings: [Finding] = []
        for name in names {
            do throws(ClientError) {
                findings.append(try await daemon.currentVersion(of: name).map { .approved($0) } ?? .notApproved)
            } catch {
                guard error.isOfOneAnswer else { throw error }
                log("script \(name) is left out: \(error)")
                return findings + [.unknown]
            }
        }
        return findings
    }

    private func connected<Result: Sendable>(
        _ body: (DaemonConnection) async throws -> Result
    ) async throws(ClientError) -> Result {
        do {
            return try await client.connect(body)
        } catch let error as ClientError {
            throw error
        } catch {
            throw .connectionLost(during: "the list of scripts", reason: "\(error)")
        }
    }
}

extension ClientError {
    /// Whether the daemon is there, and this answer alone was of no use.
    fileprivate var isOfOneAnswer: Bool {
        switch self {
        case .refused, .malformedReply, .replyTooLarge: true
        default: false
        }
    }
}
