internal import MayflyClient
internal import MayflyJSON

/// The scripts that the daemon knows, and their texts that a model may read.
struct ScriptBook {
    let client: DaemonClient
    /// Tells people which scripts could not be read.
    let log: @Sendable (String) -> Void

    /// What the daemon answered about a script.
    enum Finding {
        /// The version that the script's name means; perhaps nobody has read the texts in the authors' other versions.
        case approved(VersionReply)
        case notApproved
        /// The daemon gave no usable answer.
        case unknown
    }

    /// The daemon's list: each script with its newest version, without the bundle's own description.
    func items() async throws(ClientError) -> [JSON] {
        try await connected { try await $0.scripts()["items"]?.elements ?? [] }
    }

    /// The names of all scripts.
    func names() async throws(ClientError) -> [String] { try await items().compactMap { $0["name"]?.text } }

    /// The version that a script's name means; `nil` when none is approved.
    func current(_ name: String) async throws(ClientError) -> VersionReply? {
        try await connected { try await $0.currentVersion(of: name) }
    }

    /// The caller's rights.
    func rights() async throws(ClientError) -> CallerRights {
        do throws(ClientError) {
            let agents = try await connected { try await $0.agents() }
            return CallerRights(agents, of: .current())
        } catch {
            // No agents are defined there, or the daemon is too old to know them.
            guard case .refused(let problem) = error, [403, 404].contains(problem.status) else { throw error }
            return .unknown
        }
    }

    /// The finding for each of these scripts, in their order.
    func findings(of names: [String]) async throws(ClientError) -> [Finding] {
        var findings: [Finding] = []
        while findings.count < names.count {
            let rest = Array(names.dropFirst(findings.count))
            findings += try await connected { try await look(at: rest, $0) }
        }
        return findings
    }

    /// Asks about scripts until one answer is unusable, because the connection may be unusable afterwards.
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
    /// Whether the daemon can be asked, and only this answer was unusable.
    fileprivate var isOfOneAnswer: Bool {
        switch self {
        case .refused, .malformedReply, .replyTooLarge: true
        default: false
        }
    }
}
