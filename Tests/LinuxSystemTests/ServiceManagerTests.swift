import Glibc
import LinuxSystem
import MayflyTestSupport
import Testing

@Suite("A service manager that wants to hear how a service stands")
struct ServiceManagerTests {
    private static let ready = "READY=1\nSTATUS=ready"

    @Test(arguments: ["/notify", "@"]) func `is told by a path or an abstract name`(kind: String) async throws {
        try await TemporaryDirectory.lend { directory in
            let name = kind == "@" ? "@\(directory)" : "\(directory)\(kind)"
            let socket = try NotifySocket(name)
            let manager = ServiceManager(named: name)
            try manager.tell(Self.ready)
            try manager.tell("STOPPING=1")
            #expect(socket.next(within: 1000) == Self.ready)
            #expect(socket.next(within: 1000) == "STOPPING=1", "each is a message of its own")
            #expect(socket.next(within: 0) == nil)
        }
    }

    /// What names no socket, and what the attempt says.
    static let wrong: [(name: String, errno: Errno)] = [
        ("", .invalidArgument), ("@", .invalidArgument), ("/", .invalidArgument),
        ("relative", .invalidArgument), ("vsock:2:1234", .invalidArgument),
        ("/" + String(repeating: "x", count: 107), .invalidArgument), ("/nowhere/notify", .noEntry),
        ("@mayfly-nobody-listens-here", Errno(rawValue: ECONNREFUSED)),
    ]

    @Test(arguments: wrong) func `is not told by a name that leads nowhere, and that is said`(
        name: String,
        errno: Errno
    ) {
        do throws(SystemCallError) {
            try ServiceManager(named: name).tell(Self.ready)
            Issue.record("it was told")
        } catch {
            #expect(error.errno == errno && error.subject == name, "\(error)")
        }
    }

    @Test func `is taken out of the environment, so that no other program has it`() async {
        await #expect(processExitsWith: .success) {
            unsafe setenv("NOTIFY_SOCKET", "@some", 1)
            guard ServiceManager.take() == ServiceManager(named: "@some") else { exit(1) }
            guard environmentVariable("NOTIFY_SOCKET") == nil, ServiceManager.take() == nil else { exit(2) }
            unsafe setenv("NOTIFY_SOCKET", "", 1)
            exit(ServiceManager.take() == nil ? 0 : 3)
        }
    }
}
