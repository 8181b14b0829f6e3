internal import MayflyClient
internal import MayflyCore
internal import MayflyJSON

/// Reads what sessions left, for clients that request it by name.
struct ResourceReader {
    let client: DaemonClient
    /// The revision under which the request is answered.
    let context: RPCRequest.Context

    /// The most bytes of one resource.
    private static let largest = 8 * 1024 * 1024
    /// The most sessions in the list.
    private static let listed = 20

    /// The newest sessions.
    func list() async throws -> [JSON] {
        let page = try await client.connect { try await $0.sessions(limit: Self.listed) }
        return page.items.map { session in
            let script = session.scriptName ?? session.digest ?? ""
            return .object([
                "uri": .string(ResourceName.session(session.id).text), "name": .string(session.id),
                "description": .string("\(script): \(session.verdict?.rawValue ?? session.state.rawValue)"),
                "mimeType": .string("application/json"),
            ])
        }
    }

    /// The templates of names.
    static var templates: [JSON] {
        ResourceName.templates.map { template in
            .object([
                "uriTemplate": .string(template.template), "name": .string(template.name),
                "description": .string(template.description), "mimeType": .string(template.type),
            ])
        }
    }

    /// The contents of one resource.
    func read(_ uri: String) async throws -> JSON {
        guard let name = ResourceName(uri) else { throw context.missing(uri) }
        do {
            return try await client.connect { daemon in
                switch name {
                case .session(let id): Self.document(uri, try await daemon.session(id).json)
                case .script(let script): Self.document(uri, try await daemon.scriptPage(script))
                case .stream(let id, let stream):
                    Self.bytes(uri, try await Self.collect(try await daemon.logs(id, stream: stream, follow: false)))
                case .artifact(let id, let artifact):
                    Self.bytes(uri, try await Self.collect(try await daemon.artifact(id, name: artifact)))
                }
            }
        } catch let error as ClientError {
            guard case .refused(let problem) = error, problem.status == 404 else { throw error }
            throw context.missing(uri, ": \(problem.detail)")
        }
    }

    private static func document(_ uri: String, _ json: JSON) -> JSON {
        .object([
            "uri": .string(uri), "mimeType": .string("application/json"), "text": .string(json.compactText),
        ])
    }

    private static func bytes(_ uri: String, _ bytes: [UInt8]) -> JSON {
        if let text = String(validating: bytes, as: UTF8.self) {
            return .object(["uri": .string(uri), "mimeType": .string("text/plain"), "text": .string(text)])
        }
        return .object([
            "uri": .string(uri), "mimeType": .string("application/octet-stream"),
            "blob": .string(Base64.encode(bytes)),
        ])
    }

    private static func collect(_ body: ReplyBody) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        for try await piece in body {
            bytes += piece
            guard bytes.count <= largest else {
                throw RPCError.parameters(
                    "the resource has more than \(largest >> 20) MiB; the command line can read it"
                )
            }
        }
        return bytes
    }
}
