internal import MayflyClient
internal import MayflyCore
internal import MayflyJSON

/// Executes the calls of tools.
struct ToolCaller {
    let client: DaemonClient
    let catalogue: ToolCatalogue
    /// Receives notes on the progress of a call.
    let report: @Sendable (JSON) async -> Void

    /// One call of a tool.
    struct Call {
        var name: String
        var arguments: JSON
        var progressToken: JSON?
        var traceparent: String?
    }

    /// Calls a tool.
    ///
    /// - Throws: ``RPCError`` when there is no such tool; every other error is a result.
    func call(_ call: Call) async throws(RPCError) -> ToolResult {
        do {
            return try await perform(call)
        } catch let error as RPCError {
            throw error
        } catch let fault as CallFault {
            return ToolResult(fault.detail)
        } catch let error as ClientError {
            return ToolResult(error)
        } catch {
            return ToolResult(code: "internal_error", "\(error)")
        }
    }

    private func perform(_ call: Call) async throws -> ToolResult {
        if let tool = FixedTool(rawValue: call.name) { return try await perform(tool, call) }
        guard let tool = try await catalogue.script(call.name) else {
            throw RPCError.parameters("there is no tool \(call.name.excerpt())")
        }
        return try await run(try tool.order(call.arguments), call)
    }

    private func perform(_ tool: FixedTool, _ call: Call) async throws -> ToolResult {
        var reader = ArgumentReader(call.arguments)
        switch tool {
        case .run: return try await run(try Self.order(&reader), call)
        case .listScripts:
            try reader.finish()
            return try await listScripts()
        case .getSession: return try await session(&reader)
        case .killSession: return try await kill(&reader)
        case .proposeScript: return try await propose(&reader)
        case .createWorkspace: return try await createWorkspace(&reader)
        case .listWorkspaces:
            try reader.finish()
            return try await listWorkspaces()
        case .deleteWorkspace: return try await deleteWorkspace(&reader)
        }
    }

    private func session(_ reader: inout ArgumentReader) async throws -> ToolResult {
        let (id, wait) = (try reader.required("session"), try reader.seconds("wait_seconds"))
        try reader.finish()
        return ToolResult(
            try await client.connect { try await $0.session(id, wait: wait.map { min($0, .seconds(60)) }) }
        )
    }

    private func kill(_ reader: inout ArgumentReader) async throws -> ToolResult {
        let (id, reason) = (try reader.required("session"), try reader.text("reason"))
        let immediately = try reader.flag("immediately")
        try reader.finish()
        return ToolResult(
            SessionText.json(
                try await client.connect { try await $0.kill(id, reason: reason, immediately: immediately) }
            )
        )
    }

    private static func order(_ reader: inout ArgumentReader) throws(CallFault) -> SubmitOrder {
        var order = SubmitOrder(.script(try reader.required("script")))
        var probe = reader
        if case .object = probe.value("args") {
            order.argumentObject = reader.value("args")
        } else {
            order.arguments = try reader.texts("args")
        }
        order.stdin = try reader.text("stdin").map { Array($0.utf8) }
        order.files = try reader.files("files")
        order.profile = try reader.text("profile")
        order.workspace = try reader.text("workspace")
        let isDetached = try reader.flag("detach")
        order.endsWithConnection = !isDetached
        if let time = try reader.seconds("timeout_seconds") { order.limits.append((name: "wall", value: time.text)) }
        try reader.finish()
        return order
    }

    /// Runs a script to its end, or only starts it if the order does not end with the connection.
    private func run(_ order: SubmitOrder, _ call: Call) async throws -> ToolResult {
        var order = order
        order.traceparent = call.traceparent
        return order.endsWithConnection ? try await follow(order, call) : try await start(order)
    }

    /// Starts a script that only its limits or a kill end.
    private func start(_ order: SubmitOrder) async throws -> ToolResult {
        let session = try await client.connect { try await $0.submit(order) }
        return ToolResult(
            session,
            next: "it goes on by itself, also when this connection ends. Call mayfly_get_session with its id and "
                + "wait_seconds until its state is destroyed; mayfly_kill_session ends it"
        )
    }

    /// Runs a script to its end; if the task is cancelled, the connection closes and the session ends.
    private func follow(_ order: SubmitOrder, _ call: Call) async throws -> ToolResult {
        let report = report
        return try await client.connect { daemon in
            let session = try await daemon.submit(order)
            var progress = call.progressToken.map { Progress(token: $0) }
            for try await event in try await daemon.events(session.id) {
                if let note = progress?.note(event, at: .now) { await report(note) }
                guard event["type"]?.text == "end", let end = event["session"] else { continue }
                if let note = progress?.flush() { await report(note) }
                return ToolResult(try SessionReply(end))
            }
            throw ClientError.connectionLost(during: "the events of \(session.id)", reason: "they ended too early")
        }
    }

    private func listScripts() async throws -> ToolResult {
        let items = try await catalogue.book.items()
        let findings = try await catalogue.book.findings(of: items.map { $0["name"]?.text ?? "" })
        return ToolResult(.object(["scripts": .array(zip(items, findings).map(Self.listed))]))
    }

    /// A script in the list: the state of its newest version, and the description in its approved one.
    private static func listed(_ item: JSON, _ finding: ScriptBook.Finding) -> JSON {
        let latest = item["latest"]
        let approved: VersionReply? = if case .approved(let version) = finding { version } else { nil }
        let description = approved?.json["description"]
        return .object([
            "name": item["name"], "state": latest?["state"], "digest": latest?["digest"],
            "runtime": latest?["runtime"], "versions": item["versions"],
            "approved_digest": approved.map { .string($0.digest) },
            "description": description?["text"], "args_schema": description?["args"],
        ])
    }

    private func propose(_ reader: inout ArgumentReader) async throws -> ToolResult {
        let name = try reader.required("name")
        let files = try reader.files("files")
        try reader.finish()
        let version = try await client.connect { try await $0.propose(name, files: files) }
        return ToolResult(
            .object([
                "name": .string(name), "digest": .string(version.digest), "state": .string(version.state),
                "next": version.approveCommand.map { .string("a person who may approve looks at it and runs: \($0)") },
            ])
        )
    }
}
