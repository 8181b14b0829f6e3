import Glibc
import Testing

@testable import MayflyClient

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
    }

    @Test(arguments: [
        ("/etc/passwd", "no daemon at /etc/passwd: it is a regular file, and not a socket"),
        ("/etc", "no daemon at /etc: it is a directory, and not a socket"),
        ("/dev/null", "no daemon at /dev/null: it is a device, and not a socket"),
    ])
    func `is something else`(path: String, says: String) async throws {
        let error = await #expect(throws: ClientError.self) {
            try await DaemonClient(SocketLocation(option: path, environment: [:])).connect { _ in }
        }
        #expect(error?.description == says && error?.advice.first?.contains("--socket PATH") == true)
    }

    @Test(arguments: [
        (0o750, false, true, "you are not in group mayfly", "usermod -aG mayfly"),
        (0o000, true, false, "mode 0000 of /run/a, which is root:mayfly, does not let you in", "0660"),
        (0o700, false, false, "mode 0700 of /run/a, which is root:mayfly, does not let you in", "0660"),
    ])
    func `is closed by its group or by its mode`(
        mode: UInt32,
        isMember: Bool,
        letsGroupPass: Bool,
        says: String,
        advises: String
    ) {
        let barrier = SocketBarrier(
            path: "/run/a",
            mode: mode,
            owner: "root",
            group: "mayfly",
            isMember: isMember,
            letsGroupPass: letsGroupPass
        )
        let error = ClientError.notPermitted(path: "/run/a/b", barrier)
        #expect(error.description == "not allowed to use /run/a/b: \(says)")
        #expect(error.advice.first?.contains(advises) == true)
    }

    @Test func `belongs to somebody whom the machine's files name`() {
        let names = AccountNames.names(in: "root:x:0:0::/root:/bin/sh\nb:x:7:\n\n:x:8:\nagain:x:7:\nbad:x:y:\nshort:x")
        #expect(names == [0: "root", 7: "b"])
        #expect(AccountNames.users[0] == "root" && AccountNames.groups[0] == "root")
    }

    @Test func `has a path that is too long`() async {
        #expect(await failure("/" + String(repeating: "x", count: 107)).hasPrefix("pathTooLong"))
    }
}
