import Glibc
import MayflyClient
import Testing

@Suite("The daemon's socket")
struct SocketLocationTests {
    @Test(arguments: [
        ("/a.sock", ["MAYFLY_SOCKET": "/b.sock", "XDG_RUNTIME_DIR": "/run/user/1"], true, "/a.sock"),
        (nil, ["MAYFLY_SOCKET": "/b.sock", "XDG_RUNTIME_DIR": "/run/user/1"], true, "/b.sock"),
        ("", ["MAYFLY_SOCKET": ""], true, "/run/mayfly/mayfly.sock"),
        (nil, ["XDG_RUNTIME_DIR": "/run/user/1"], true, "/run/user/1/mayfly/mayfly.sock"),
        (nil, ["XDG_RUNTIME_DIR": "/run/user/1"], false, "/run/mayfly/mayfly.sock"),
        (nil, ["XDG_RUNTIME_DIR": "relative"], true, "/run/mayfly/mayfly.sock"),
        (nil, [:], true, "/run/mayfly/mayfly.sock"),
    ])
    func `is chosen in this order`(option: String?, environment: [String: String], exists: Bool, path: String) {
        #expect(SocketLocation(option: option, environment: environment, exists: { _ in exists }).path == path)
    }

    private func failure(_ path: String) async -> String {
        do {
            try await DaemonClient(SocketLocation(option: path, environment: [:])).connect { _ in }
            return "connected"
        } catch {
            return caseName(of: error)
        }
    }

    @Test func `has nobody behind it`() async throws {
        #expect(await failure("/tmp/mayfly-nothing-here.sock").hasPrefix("noDaemon"))
        #expect(await failure("/etc/passwd/x").hasPrefix("noDaemon"))
        #expect(await failure("/etc/passwd").hasPrefix("noDaemon"))
    }

    @Test func `has a path that is too long`() async {
        #expect(await failure("/" + String(repeating: "x", count: 107)).hasPrefix("pathTooLong"))
    }
}
