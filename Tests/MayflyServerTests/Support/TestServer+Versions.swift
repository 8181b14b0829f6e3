import MayflyJSON
import Testing

extension TestServer {
    /// Proposes a script; its digest.
    func propose(_ name: String = "a", code: String = "echo") async throws -> String {
        let body: JSON = .object([
            "name": .string(name),
            "files": .array([.object(["path": .string("main.sh"), "content": .string(code)])]),
        ])
        return try #require(try await call("POST", "/v1/scripts", body.compactText).json["digest"]?.text)
    }

    /// Where a version is in its life.
    func state(_ name: String, _ digest: String) async throws -> String? {
        try await call("GET", "/v1/scripts/\(name)/versions/\(digest)").json["state"]?.text
    }

    /// Rejects or deprecates a version: `what` is the route.
    func decide(_ what: String, _ script: String) async throws -> RawReply {
        try await call("POST", "/v1/\(what)", #"{"script":"\#(script)","reason":"because"}"#)
    }

    /// Runs a script to its end.
    func run(_ script: String, _ more: String = "") async throws -> RawReply {
        try await call("POST", "/v1/sessions?wait=30s", #"{"script":"\#(script)"\#(more)}"#)
    }
}
