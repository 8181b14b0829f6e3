internal import MayflyCore
internal import MayflyJSON

extension RPCRequest {
    /// What a request is answered under.
    struct Context {
        /// The revision.
        var version: String
        /// Whether the request said it itself.
        var isStateless: Bool

        /// A result as this revision writes it.
        ///
        /// - Parameter isCached: Whether the revision wants to know how long it holds.
        func result(_ members: [JSON.Member], isCached: Bool = false) -> JSON {
            guard isStateless else { return .object(members) }
            var all = [JSON.Member("resultType", .string("complete"))] + members
            // Approvals come and go, and what is seen is the caller's own.
            if isCached {
                all += [JSON.Member("ttlMs", .number("1000")), JSON.Member("cacheScope", .string("private"))]
            }
            return .object(all)
        }

        /// What is answered where there is no such resource; older revisions have a code of their own for it.
        func missing(_ uri: String, _ detail: String = "") -> RPCError {
            let message = "there is no resource \(uri.excerpt(200))\(detail)"
            guard !isStateless else { return .parameters(message) }
            return RPCError(-32002, message, data: .object(["uri": .string(uri.excerpt(2000))]))
        }
    }

    /// The revision of a request.
    ///
    /// - Parameter agreed: What `initialize` has agreed on, if it was called.
    func context(agreed: String?) throws(RPCError) -> Context {
        guard let version = meta?["io.modelcontextprotocol/protocolVersion"] else {
            if let agreed { return Context(version: agreed, isStateless: false) }
            // What clients ask before they have agreed on anything.
            if ["initialize", "ping"].contains(method) {
                return Context(version: ProtocolVersion.handshake[0], isStateless: false)
            }
            throw .parameters(
                "call initialize first, or give _meta[\"io.modelcontextprotocol/protocolVersion\"] with each request"
            )
        }
        guard let version = version.text else { throw .parameters("the protocol version must be a string") }
        guard ProtocolVersion.stateless.contains(version) else { throw .version(version) }
        guard case .object = meta?["io.modelcontextprotocol/clientCapabilities"] else {
            throw .parameters("_meta[\"io.modelcontextprotocol/clientCapabilities\"] is missing")
        }
        return Context(version: version, isStateless: true)
    }

    /// What progress is reported under, where the client wants it.
    var progressToken: JSON? {
        guard let token = meta?["progressToken"], RPCID(token) != nil else { return nil }
        return token
    }
}
