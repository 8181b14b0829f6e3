internal import MayflyAPI
internal import MayflyJSON
internal import MayflyService
internal import Synchronization

/// A request's body, and its share of the memory for bodies.
///
/// Reading removes the bytes, so that a caller that waits a minute for its session does not hold them.
final class RequestContent: Sendable {
    private struct Content {
        var bytes: [UInt8]
        var share: ByteBudget.Share?
    }

    /// The size beyond which bodies are read one after the other, so that they cannot take every thread from small ones.
    private static let large = 1 << 20
    private static let small = 1 << 14
    private static let lane = Lane()

    private let content: Mutex<Content>
    private let mostValues: Int

    init(_ bytes: [UInt8] = [], share: ByteBudget.Share? = nil, mostValues: Int = .max) {
        self.content = Mutex(Content(bytes: bytes, share: share))
        self.mostValues = mostValues
    }

    /// Reads and parses the body, which is possible once; a missing body counts as an empty object.
    func read<Request: Sendable>(
        _ understand: @escaping @Sendable (JSON) throws(RequestFaults) -> Request
    ) async throws -> Request {
        let bytes = content.withLock { content in
            defer { content.bytes = [] }
            return content.bytes
        }
        let most = mostValues
        guard bytes.count > Self.large else { return try Self.parse(bytes, most, understand) }
        return try await Self.lane.parse(bytes, most, understand)
    }

    /// Whether reading takes only a moment.
    var isSmall: Bool { content.withLock { $0.bytes.count <= Self.small } }

    /// The body as it was sent; empty once it was read.
    var unread: [UInt8] { content.withLock { $0.bytes } }

    /// Gives up the share, once the parsed request belongs to somebody else.
    func release() { content.withLock { $0.share = nil } }

    private static func parse<Request: Sendable>(
        _ bytes: [UInt8],
        _ most: Int,
        _ understand: (JSON) throws(RequestFaults) -> Request
    ) throws -> Request {
        guard !bytes.isEmpty else { return try understand(.object([])) }
        let json: JSON
        do throws(JSONReader.Failure) {
            json = try JSONReader.read(bytes, most: most)
        } catch {
            throw ProblemReply.notJSON(error)
        }
        return try understand(json)
    }

    /// Reads one body at a time.
    private actor Lane {
        func parse<Request: Sendable>(
            _ bytes: [UInt8],
            _ most: Int,
            _ understand: @Sendable (JSON) throws(RequestFaults) -> Request
        ) throws -> Request {
            try RequestContent.parse(bytes, most, understand)
        }
    }
}
