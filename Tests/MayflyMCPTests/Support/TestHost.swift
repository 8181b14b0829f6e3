import MayflyClient
import MayflyJSON
import MayflyTestSupport
import Synchronization
import Testing

@testable import MayflyMCP

/// A host that keeps what it is told.
final class TestHost: HostLink {
    private let written = Mutex<[String]>([])
    private let logged = Mutex<[String]>([])
    let isBehind: Bool

    init(isBehind: Bool = false) {
        self.isBehind = isBehind
    }

    func write(_ line: String) { written.withLock { $0.append(line) } }
    func log(_ text: String) { logged.withLock { $0.append(text) } }

    var lines: [String] { written.withLock { $0 } }
    var log: [String] { logged.withLock { $0 } }

    /// All that it was sent, once there are so many lines.
    func messages(_ count: Int) async throws -> [JSON] {
        await until { self.lines.count >= count }
        return try lines.map { try JSONReader.read(Array($0.utf8)) }
    }

    /// A server for this host.
    ///
    /// - Parameter socket: Of the daemon; there is none if not given.
    func server(socket: String = "/nonexistent/mayfly.sock", hasScripts: Bool = true) -> MCPServer {
        MCPServer(
            client: DaemonClient(SocketLocation(option: socket, environment: [:])),
            version: "1.2.3",
            hasScripts: hasScripts,
            host: self,
            trace: { $0.hasPrefix("00-") ? $0 : nil }
        )
    }
}

/// Waits until something holds, or for some seconds; what is tested says whether it does.
func until(_ condition: () -> Bool) async {
    try? await Waiting.until(condition)
}

extension MCPServer {
    /// Takes a line.
    func receive(_ text: String) { receive(.whole(Array(text.utf8))) }
}
