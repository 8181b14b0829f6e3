package import MayflyClient
internal import MayflyCore
internal import MayflyJSON

/// Speaks the Model Context Protocol: lines in, lines out.
///
/// It keeps nothing but the revision that an older client has agreed on, and the requests that are being worked on.
package actor MCPServer {
    /// The most requests at once.
    private static let most = 32

    private let version: String
    private let client: DaemonClient
    private let catalogue: ToolCatalogue
    private let write: @Sendable (String) -> Void
    private var agreed: String?
    private var running: [RPCID: Task<Void, Never>] = [:]

    /// - Parameters:
    ///   - version: Of this program.
    ///   - hasScripts: Whether each approved script is a tool of its own.
    ///   - write: Sends one line to the client.
    package init(
        client: DaemonClient,
        version: String,
        hasScripts: Bool,
        write: @escaping @Sendable (String) -> Void
    ) {
        self.client = client
        self.version = version
        self.catalogue = ToolCatalogue(client: client, hasScripts: hasScripts)
        self.write = write
    }

    /// Takes one line from the client.
    package func receive(_ line: [UInt8]) {
        do throws(RPCMessage.Fault) {
            switch try RPCMessage(line) {
            case .request(let request): begin(request)
            case .notification(let method, let parameters): note(method, parameters)
            case .answer: break
            }
        } catch {
            send(error: error.error, to: error.id)
        }
    }

    /// Ends what is being worked on: the client has gone.
    package func stop() async {
        let tasks = running.values
        running = [:]
        for task in tasks { task.cancel() }
        for task in tasks { await task.value }
    }

    // MARK: - Requests

    private func begin(_ request: RPCRequest) {
        do throws(RPCError) {
            guard running[request.id] == nil else { throw .invalid("a request with this id is being worked on") }
            let context = try request.context(agreed: agreed)
            if let result = try immediate(request, context) { return send(result: result, to: request.id) }
            guard running.count < Self.most else { throw .busy }
            running[request.id] = Task { await self.work(request, context) }
        } catch {
            send(error: error, to: request.id)
        }
    }

    /// What can be answered without the daemon; `nil` when it has to be asked.
    private func immediate(_ request: RPCRequest, _ context: RPCRequest.Context) throws(RPCError) -> JSON? {
        switch (request.method, context.isStateless) {
        case ("server/discover", true): return context.result(discovery, isCached: true)
        case ("initialize", false):
            let agreed = ProtocolVersion.agreed(request.parameters["protocolVersion"]?.text)
            self.agreed = agreed
            return .object([JSON.Member("protocolVersion", .string(agreed))] + about)
        case ("ping", false): return .object([])
        case ("resources/templates/list", _):
            return context.result([JSON.Member("resourceTemplates", .array(ResourceReader.templates))], isCached: true)
        case ("tools/list", _), ("tools/call", _), ("resources/list", _), ("resources/read", _): return nil
        default: throw .unknownMethod(request.method.excerpt())
        }
    }

    private func work(_ request: RPCRequest, _ context: RPCRequest.Context) async {
        let answer: Result<JSON, RPCError>
        do {
            answer = .success(try await result(request, context))
        } catch let error as RPCError {
            answer = .failure(error)
        } catch {
            answer = .failure(.daemon("\(error)"))
        }
        // What was cancelled meanwhile is not answered.
        guard running.removeValue(forKey: request.id) != nil else { return }
        switch answer {
        case .success(let json): send(result: json, to: request.id)
        case .failure(let error): send(error: error, to: request.id)
        }
    }

    private func result(_ request: RPCRequest, _ context: RPCRequest.Context) async throws -> JSON {
        switch request.method {
        case "tools/list":
            return context.result([JSON.Member("tools", .array(try await catalogue.list()))], isCached: true)
        case "resources/list":
            let resources = try await ResourceReader(client: client).list()
            return context.result([JSON.Member("resources", .array(resources))], isCached: true)
        case "resources/read":
            guard let uri = request.parameters["uri"]?.text else { throw RPCError.parameters("uri is missing") }
            let contents = try await ResourceReader(client: client).read(uri)
            return context.result([JSON.Member("contents", .array([contents]))], isCached: true)
        default: return try await call(request, context)
        }
    }

    private func call(_ request: RPCRequest, _ context: RPCRequest.Context) async throws(RPCError) -> JSON {
        guard let name = request.parameters["name"]?.text else { throw .parameters("name is missing") }
        let arguments = request.parameters["arguments"] ?? .object([])
        guard case .object = arguments else { throw .parameters("arguments must be an object") }
        let id = request.id
        let caller = ToolCaller(client: client, catalogue: catalogue) { note in await self.report(note, on: id) }
        let result = try await caller.call(
            ToolCaller.Call(
                name: name,
                arguments: arguments,
                progressToken: request.progressToken,
                traceparent: request.meta?["traceparent"]?.text
            )
        )
        return context.result(result.members(hasLinks: ProtocolVersion.hasLinks(context.version)))
    }

    // MARK: - Notifications

    private func note(_ method: String, _ parameters: JSON) {
        guard method == "notifications/cancelled", let id = RPCID(parameters["requestId"]) else { return }
        running.removeValue(forKey: id)?.cancel()
    }

    private func report(_ note: JSON, on id: RPCID) {
        guard running[id] != nil else { return }
        send(.object(["method": .string("notifications/progress"), "params": note]))
    }

    // MARK: - Answers

    private func send(result: JSON, to id: RPCID) { send(.object(["id": id.json, "result": result])) }

    private func send(error: RPCError, to id: RPCID?) {
        send(.object([JSON.Member("id", id?.json ?? .null), JSON.Member("error", error.json)]))
    }

    private func send(_ message: JSON) {
        write(JSON.object([JSON.Member("jsonrpc", .string("2.0"))] + message.members).compactText)
    }

    // MARK: - What this is

    private var serverInfo: JSON {
        .object(["name": .string("mayfly"), "title": .string("Mayfly"), "version": .string(version)])
    }

    private static let capabilities: JSON = .object(["tools": .object([]), "resources": .object([])])

    private static let instructions = """
        Mayfly runs scripts that a person has approved, byte for byte, each in a fresh sandbox without network that is destroyed \
        afterwards. Every tool answers with a verdict that says why the run ended. What is not approved is refused; you cannot \
        approve anything: tell your human the digest and the hint of the refusal. To have new code run, propose it.
        """

    private var about: [JSON.Member] {
        [
            JSON.Member("capabilities", Self.capabilities), JSON.Member("serverInfo", serverInfo),
            JSON.Member("instructions", .string(Self.instructions)),
        ]
    }

    private var discovery: [JSON.Member] {
        [
            JSON.Member("supportedVersions", .strings(ProtocolVersion.stateless)),
            JSON.Member("capabilities", Self.capabilities), JSON.Member("instructions", .string(Self.instructions)),
            JSON.Member("_meta", .object(["io.modelcontextprotocol/serverInfo": serverInfo])),
        ]
    }
}
