import MayflyJSON
import Testing

@Suite("A proposal whose program is a text", .timeLimit(.minutes(10)))
struct TextEntryTests {
    @Test(arguments: [false, true])
    func `is refused, whether a description names it or its own name does`(described: Bool) async throws {
        let yaml = "{apiVersion: mayfly/v1, kind: Script, entry: run, runtime: binary}"
        let entry = described ? "run" : "main"
        var files = [entry: "#!/bin/sh\necho 1\n"]
        if described { files["mayfly.yaml"] = yaml }
        let list = files.map { JSON.object(["path": .string($0.key), "content": .string($0.value)]) }
        let body: JSON = .object(["name": .string("a"), "files": .array(list)])
        try await TestServer.with { server in
            let refused = try await server.call("POST", "/v1/scripts", body.compactText)
            #expect(refused.code == "invalid_bundle", "\(refused.body)")
            #expect(refused.body.contains("a script is started by its runtime"), "\(refused.body)")
            #expect(try await server.call("GET", "/v1/scripts/a").code == "script_not_found")
        }
    }
}
