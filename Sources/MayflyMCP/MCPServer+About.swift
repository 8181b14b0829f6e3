internal import MayflyJSON

/// The server's description of itself.
extension MCPServer {
    private static let capabilities: JSON = .object(["tools": .object([]), "resources": .object([])])

    private static let instructions = """
        Mayfly runs scripts that a person has approved, byte for byte, each in a fresh sandbox without network that is destroyed \
        afterwards. A run is answered with a verdict that says why it ended. What is not approved is refused; you cannot \
        approve anything: tell your human the digest and the hint of the refusal. To have new code run, propose it. For what \
        takes long, give mayfly_run detach; for work in several steps, a workspace.
        """

    private var serverInfo: JSON {
        .object(["name": .string("mayfly"), "title": .string("Mayfly"), "version": .string(version)])
    }

    /// The answer to a client that calls `initialize`.
    var about: [JSON.Member] {
        [
            JSON.Member("capabilities", Self.capabilities), JSON.Member("serverInfo", serverInfo),
            JSON.Member("instructions", .string(Self.instructions)),
        ]
    }

    /// The answer to a client that names its revision in each request.
    var discovery: [JSON.Member] {
        [
            JSON.Member("supportedVersions", .strings(ProtocolVersion.stateless)),
            JSON.Member("capabilities", Self.capabilities), JSON.Member("instructions", .string(Self.instructions)),
            JSON.Member("_meta", .object(["io.modelcontextprotocol/serverInfo": serverInfo])),
        ]
    }
}
