package import MayflyClient
internal import MayflyCore
internal import MayflyJSON

/// Speaks the Model Context Protocol: reads lines and writes lines.
///
/// Its only state is the revision that an older client agreed on, and the requests in progress.
package actor MCPServer {
    /// The most requests in progress.
    private static let most = 32

    let version: String
    private let client: DaemonClient
    private let catalogue: ToolCatalogue
    private let host: any HostLink
    private let trace: @Sendable (String) -> String?
    private var agreed: String?
    private var running: [RPCID: RPCWork] = [:]
    private var batches: [Int: RPCBatch] = [:]
    /// The number of requests and batches so far.
    private var count = 0
    private var hasStopped = false

    /// - Parameters:
    ///   - version: The version of this program.
    ///   - hasScripts: Whether each approved script is a tool of its own.
    ///   - host: The destination of lines.
    ///   - trace: Extracts the valid part of a `traceparent`; returns `nil` if there is none.
    package init(
        client: DaemonClient,
        version: String,
        hasScripts: Bool,
        host: any HostLink,
        trace: @escaping @Sendable (String) -> String?
    ) {
        self.client = client
        self.version = version
        self.catalogue = ToolCatalogue(book: ScriptBook(client: client) { host.log($0) }, hasScripts: hasScripts)
        self.host = host
        self.trace = trace
    }

    /// Handles one line from the client; has no effect after ``stop()``.
    package func receive(_ line: InputLine) {
        guard !hasStopped else { return }
        guard case .whole(let bytes) = line else { return send(error: .tooLong, to: nil, in: nil) }
        let json: JSON
        do throws(JSONReader.Failure) {
            json = try JSONReader.read(bytes)
        } catch {
            return send(error: .parse, to: nil, in: nil)
        }
        if case .array(let messages) = json { take(messages) } else { take(json, in: nil) }
    }

    /// Cancels the requests in progress, because the client is gone.
    package func stop() async {
        hasStopped = true
        let tasks = running.values.map(\.task)
        (running, batches) = ([:], [:])
        for task in tasks { task.cancel() }
        for task in tasks { await task.value }
    }

    // MARK: - Messages

    private func take(_ messages: [JSON]) {
        do throws(RPCError) {
            try RPCBatch.check(messages, agreed: agreed)
        } catch {
            return send(error: error, to: nil, in: nil)
        }
        count += 1
        let batch = count
        batches[batch] = RPCBatch(messages.count)
        for message in messages { take(message, in: batch) }
    }

    private func take(_ message: JSON, in batch: Int?) {
        do throws(RPCMessage.Fault) {
            switch try RPCMessage(message) {
            case .request(let request): return begin(request, in: batch)
            case .notification(let method, let parameters): note(method, parameters)
            case .answer: break
            }
            send(nil, in: batch)
        } catch {
            send(error: error.error, to: error.id, in: batch)
        }
    }

    private func note(_ method: String, _ parameters: JSON) {
        guard method == "notifications/cancelled", let id = RPCID(parameters["requestId"]),
            let work = running.removeValue(forKey: id)
        else { return }
        work.task.cancel()
        send(nil, in: work.batch)
    }

    // MARK: - Requests

    private func begin(_ request: RPCRequest, in batch: Int?) {
        do throws(RPCError) {
            guard running[request.id] == nil else { throw .invalid("the id is in use") }
            let context = try request.context(agreed: agreed)
            if batch != nil { try RPCBatch.check(request, context) }
            if let result = try immediate(request, context) { return send(result: result, to: request.id, in: batch) }
            guard running.count < Self.most else { throw .busy }
            count += 1
            let number = count
            let task = Task { await self.work(request, context, number) }
            running[request.id] = RPCWork(number: number, batch: batch, task: task)
        } catch {
            send(error: error, to: request.id, in: batch)
        }
    }

    /// The answer to a request that needs no daemon; `nil` if it needs the daemon.
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

    private func work(_ request: RPCRequest, _ context: RPCRequest.Context, _ number: Int) async {
        let answer: Result<JSON, RPCError>
        do {
            answer = .success(try await result(request, context, number))
        } catch let error as RPCError {
            answer = .failure(error)
        } catch {
            answer = .failure(.daemon("\(error)"))
        }
        // A cancelled request gets no answer, and another request may have its id now.
        guard let work = running[request.id], work.number == number else { return }
        running[request.id] = nil
        switch answer {
        case .success(let json): send(result: json, to: request.id, in: work.batch)
        case .failure(let error): send(error: error, to: request.id, in: work.batch)
        }
    }

    private func result(_ request: RPCRequest, _ context: RPCRequest.Context, _ number: Int) async throws -> JSON {
        switch request.method {
        case "tools/list":
            return context.result([JSON.Member("tools", .array(try await catalogue.list()))], isCached: true)
        case "resources/list":
            let resources = try await ResourceReader(client: client, context: context).list()
            return context.result([JSON.Member("resources", .array(resources))], isCached: true)
        case "resources/read":
            guard let uri = request.parameters["uri"]?.text else { throw RPCError.parameters("uri is missing") }
            let contents = try await ResourceReader(client: client, context: context).read(uri)
            return context.result([JSON.Member("contents", .array([contents]))], isCached: true)
        default: return try await call(request, context, number)
        }
    }

    private func call(
        _ request: RPCRequest,
        _ context: RPCRequest.Context,
        _ number: Int
    ) async throws(RPCError) -> JSON {
        guard let name = request.parameters["name"]?.text else { throw .parameters("name is missing") }
        let arguments = request.parameters["arguments"] ?? .object([])
        guard case .object = arguments else { throw .parameters("arguments must be an object") }
        let id = request.id
        let caller = ToolCaller(client: client, catalogue: catalogue) { note in
            await self.report(note, on: id, number)
        }
        let result = try await caller.call(
            ToolCaller.Call(
                name: name,
                arguments: arguments,
                progressToken: request.progressToken,
                traceparent: request.meta?["traceparent"]?.text.flatMap(trace)
            )
        )
        return context.result(result.members(hasLinks: ProtocolVersion.hasLinks(context.version)))
    }

    private func report(_ note: JSON, on id: RPCID, _ number: Int) {
        guard running[id]?.number == number, !host.isBehind else { return }
        host.write(Self.message(["method": .string("notifications/progress"), "params": note]).compactText)
    }

    // MARK: - Answers

    private func send(result: JSON, to id: RPCID, in batch: Int?) {
        send(Self.message(["id": id.json, "result": result]), in: batch)
    }

    private func send(error: RPCError, to id: RPCID?, in batch: Int?) {
        send(Self.message(["id": id?.json ?? .null, "error": error.json]), in: batch)
    }

    /// Sends an answer, or for the last message of a batch all its answers; `nil` when a message has none.
    private func send(_ answer: JSON?, in batch: Int?) {
        guard let batch else {
            if let answer { host.write(answer.compactText) }
            return
        }
        guard let answers = batches[batch]?.close(with: answer) else { return }
        batches[batch] = nil
        if !answers.isEmpty { host.write(JSON.array(answers).compactText) }
    }

    private static func message(_ members: KeyValuePairs<String, JSON>) -> JSON {
        .object([JSON.Member("jsonrpc", .string("2.0"))] + members.map { JSON.Member($0, $1) })
    }
}
