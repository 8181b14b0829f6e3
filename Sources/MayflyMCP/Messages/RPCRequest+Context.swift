internal import MayflyCore
internal import MayflyJSON

extension RPCRequest {
    /// The revision under which a request is answered.
    struct Context {
        /// The revision's name.
        var version: String
        /// Whether the request named it itself.
        var isStateless: Bool

        /// A result in the form of this revision.
        ///
        /// - Parameter isCached: Whether newer revisions require the result's lifetime.
        func result(_ members: [JSON.Member], isCached: Bool = false) -> JSON {
            guard isStateless else { return .object(members) }
            var all = [JSON.Member("resultType", .string("complete"))] + members
            // Approvals come and go, and each caller sees its own results.
            if isCached {
                all += [JSON.Member("ttlMs", .number("1000")), JSON.Member("cacheScope", .string("private"))]
            }
            return .object(all)
        }

        /// The error for an unknown resource, for which older revisions have a code of their own.
        func missing(_ uri: String, _ detail: String = "") -> RPCError {
            let message = "there is no resource \(uri.excerpt(200))\(detail)"
            guard !isStateless else { return .parameters(message) }
            return RPCError(-32002, message, data: .object(["uri": .string(uri.excerpt(2000))]))
        }
    }

    /// The revision of a request.
    ///
    /// - Parameter agreed: The revision that `initialize` agreed on, if it was called.
    func context(agreed: String?) throws(RPCError) -> Context {
        guard let version = meta?["io.modelcontextprotocol/protocolVersion"] else {
            if let agreed { return Context(version: agreed, isStateless: false) }
            // Clients send these before any agreement.
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

    /// The token under which the client wants progress reports, if it does.
    var progressToken: JSON? {
        guard let token = meta?["progressToken"], RPCID(token) != nil else { return nil }
        return token
    }
}
