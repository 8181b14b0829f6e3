import Foundation
import Glibc
import LinuxSystem
import Logging
import MayflyAPI
import MayflyAudit
import MayflyCore
import MayflyJSON
import MayflyProfiles
import MayflyService
import MayflyStore
import MayflyTestSupport
import Testing
import WardenClient

@testable import MayflyServer

/// A real server with a real service and a real store; only the warden is a stub.
struct TestServer: Sendable {
    let path: String
    let warden: StubWarden
    let service: MayflyService
    /// Two people whose signatures count.
    let signers: [TestSigner]
    /// Where `allowed_signers` and `revoked_keys` are.
    let trust: URL

    /// Starts a server, lends it to `body`, and stops it.
    ///
    /// - Parameters:
    ///   - disk: The size of a disk of its own for everything that it keeps, in bytes; wants root.
    ///   - pin: What every profile says of an interpreter that is another one.
    ///   - found: What the warden says that it found of an earlier one's cells.
    ///   - logger: Where the service and the server log.
    ///   - before: Writes what an earlier daemon has left in the store.
    static func with(
        _ change: (inout ServerLimits) -> Void = { _ in },
        roles: RoleRule = RoleRule(operators: [], approvers: [], agents: []),
        agents: String? = nil,
        disk: Int? = nil,
        clock: (@Sendable () -> Timestamp)? = nil,
        pin: PinMode = .report,
        found: [String] = [],
        logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
        before: ((Store) async throws -> Void)? = nil,
        configure: (inout ServiceConfiguration) -> Void = { _ in },
        _ body: (TestServer) async throws -> Void
    ) async throws {
        var limits = ServerLimits()
        change(&limits)
        var configuration = ServiceConfiguration()
        configuration.allowsSelfApproval = true
        configure(&configuration)
        let directory = FileManager.default.temporaryDirectory.appending(path: "mayfly-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        if let disk, mount("tmpfs", directory.path(), "tmpfs", 0, "size=\(disk)") != 0 {
            throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
        }
        defer { if disk != nil { umount2(directory.path(), CInt(MNT_DETACH)) } }
        let path = directory.appending(path: "s").path()
        let signers = [try TestSigner("first@test"), try TestSigner("second@test")]
        let trust = directory.appending(path: "trust")
        try FileManager.default.createDirectory(at: trust, withIntermediateDirectories: false)
        try Data(signers.map(\.line).joined().utf8).write(to: trust.appending(path: "allowed_signers"))
        chmod(trust.path(), 0o755)
        chmod(trust.appending(path: "allowed_signers").path(), 0o644)
        (configuration.trustDirectory, configuration.trustOwner) = (trust.path(), geteuid())
        if let agents {
            let file = directory.appending(path: "agents.yaml")
            try Data(agents.utf8).write(to: file)
            chmod(file.path(), 0o644)
            configuration.agents = AgentLocation(path: file.path(), isRequired: false, owner: geteuid())
        }
        if let before { try await before(try Store(directory: directory.path())) }
        let (server, runner) = try await start(
            in: directory,
            path: path,
            limits,
            roles,
            configuration,
            clock,
            signers,
            pin,
            found,
            logger
        )
        let (stopped, stop) = AsyncStream.makeStream(of: Void.self)
        async let serving: Void? = try? server.service.run()
        async let answering: Void = runner.run(until: { for await _ in stopped {} })
        try await server.waitUntilReady()
        let result: Result<Void, any Error>
        do {
            result = .success(try await body(server))
        } catch {
            result = .failure(error)
        }
        await server.service.drain()
        stop.finish()
        try await answering
        server.warden.leave()
        _ = await serving
        try result.get()
    }

    private static func start(
        in directory: URL,
        path: String,
        _ limits: ServerLimits,
        _ roles: RoleRule,
        _ configuration: ServiceConfiguration,
        _ clock: (@Sendable () -> Timestamp)?,
        _ signers: [TestSigner],
        _ pin: PinMode,
        _ found: [String],
        _ logger: Logger
    ) async throws -> (TestServer, SocketServer) {
        let profiles = try BuiltInProfiles.files.map { file in
            var profile = try ProfileParser.profile(from: file)
            profile.approvals.pin = pin
            return profile
        }
        let pair = try SocketPair()
        let theirs = OwnedDescriptor(taking: dup(pair.theirs.number))
        let warden = StubWarden(theirs, profiles: profiles, trust: try trustDigest(configuration), found: found)
        Thread { warden.run() }.start()
        let service = try await MayflyService.open(
            stateDirectory: directory.path(),
            configuration: configuration,
            warden: try WardenClient(socket: pair.takeOurs()),
            clock: clock ?? { Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) },
            logger: logger
        )
        let handler = RequestHandler(service: service, limits: limits, version: "1.2.3", logger: logger)
        let server = SocketServer(
            descriptor: try listen(path),
            handler: handler,
            roles: roles,
            limits: limits,
            logger: logger
        )
        let test = TestServer(
            path: path,
            warden: warden,
            service: service,
            signers: signers,
            trust: URL(filePath: configuration.trustDirectory)
        )
        return (test, server)
    }

    /// Of the trust files that a daemon begins with.
    private static func trustDigest(_ configuration: ServiceConfiguration) throws -> Digest {
        let signers = try Data(contentsOf: URL(filePath: "\(configuration.trustDirectory)/allowed_signers"))
        let line = "\(MerkleHash.digest(of: Array(signers)).hexadecimal)  allowed_signers\n"
        return MerkleHash.digest(of: Array(line.utf8))
    }

    private static func listen(_ path: String) throws -> Int32 {
        let descriptor = try UnixAddress(path).listen()
        chmod(path, 0o666)
        return descriptor
    }

    private func waitUntilReady() async throws {
        for _ in 0..<6000 {
            if await service.readiness().allSatisfy(\.isHolding) { return }
            try await Task.sleep(for: .milliseconds(10))
        }
        Issue.record("the server did not get ready")
    }

    /// The file of agents.
    var agentsFile: URL { trust.deletingLastPathComponent().appending(path: "agents.yaml") }

    /// Waits until this many sessions were asked for.
    func waitForSessions(_ count: Int) async throws {
        let root = Caller(CallerIdentity(uid: 0, gid: 0, pid: 1), roles: Set(Role.allCases))
        for _ in 0..<2000 {
            if try await service.sessions(SessionFilter(), for: root).items.count >= count { return }
            try await Task.sleep(for: .milliseconds(5))
        }
        Issue.record("there are fewer than \(count) sessions")
    }

    /// Waits until a session has a state; what is said of it then.
    @discardableResult
    func awaitState(_ state: String, of session: String) async throws -> JSON {
        for _ in 0..<4000 {
            let found = try await call("GET", "/v1/sessions/\(session)").json
            if found["state"]?.text == state { return found }
            try await Task.sleep(for: .milliseconds(5))
        }
        Issue.record("session \(session) does not become \(state)")
        return .null
    }

    /// Proposes and approves a script; its reference.
    func approveScript(named name: String = "team/report", tags: [String] = []) async throws -> String {
        let digest = try await proposeScript(named: name, tags: tags)
        #expect(try await approve(name, digest).status == 201)
        return "\(name)@\(digest)"
    }

    /// Proposes a script with tags; its digest.
    func proposeScript(named name: String, tags: [String]) async throws -> String {
        var files = ["main.py": "print(1)"]
        if !tags.isEmpty {
            files["mayfly.yaml"] =
                "{apiVersion: mayfly/v1, kind: Script, entry: main.py, runtime: python, tags: \(tags)}"
        }
        let list = files.map { JSON.object(["path": .string($0.key), "content": .string($0.value)]) }
        let body: JSON = .object(["name": .string(name), "files": .array(list)])
        return try #require(try await call("POST", "/v1/scripts", body.compactText).json["digest"]?.text)
    }

    /// A statement as the daemon drafts it.
    func statement(_ name: String, _ digest: String, _ query: String = "profiles=standard") async throws -> RawReply {
        try await call("GET", "/v1/scripts/\(name)/versions/\(digest)/statement?\(query)")
    }

    /// Has a statement drafted, signed, and brought.
    func approve(
        _ name: String,
        _ digest: String,
        _ query: String = "profiles=standard",
        by signer: TestSigner? = nil
    ) async throws -> RawReply {
        let draft = try await statement(name, digest, query)
        guard let text = draft.json["statement"]?.text else { return draft }
        return try await bring(text, signature: try (signer ?? signers[0]).sign(Array(text.utf8)))
    }

    /// Brings a statement with a signature.
    func bring(_ statement: String, signature: String) async throws -> RawReply {
        let body: JSON = .object(["statement": .string(statement), "signature": .string(signature)])
        return try await call("POST", "/v1/approvals", body.compactText)
    }

    /// Asks one thing on a connection of its own; fails the test if the API's document does not know the answer.
    func call(_ method: String, _ target: String, _ body: String? = nil) async throws -> RawReply {
        let reply = try await send(Self.request(method, target, body))
        APIDocument.check(reply, to: method, target)
        return reply
    }

    /// Sends bytes on a connection of its own, and reads until the server closes it.
    func send(_ text: String, for time: Duration = .seconds(60)) async throws -> RawReply {
        let client = try RawClient(path)
        try await client.write(text)
        return RawReply(bytes: try await client.readToEnd(for: time), isClosed: client.isAtEnd)
    }
}
