internal import MayflyClient
internal import MayflyEvidence
internal import MayflyJSON
internal import MayflyRun

/// A statement that the daemon drafted and that matches the order.
struct DraftedStatement {
    /// The bytes to sign, as text.
    let text: String
    let statement: ApprovalStatement
    /// The daemon's whole answer.
    let json: JSON
    /// The proposer of the version, according to the daemon.
    let author: UInt32

    /// Requests a statement from the daemon and checks it.
    ///
    /// - Throws: ``CommandFailure`` when it says anything other than `order`.
    init(_ order: StatementOrder, _ client: DaemonClient, in context: CommandContext) async throws {
        let (draft, version) = try await client.connect { daemon in
            (try await daemon.statement(order), try await daemon.version(order.name, order.digest))
        }
        guard let text = draft["statement"]?.text else { throw CommandFailure("the daemon gave no statement") }
        let author = try Self.author(of: version)
        let check = StatementCheck(
            order: order,
            isOpen: draft["open"]?.bool == true,
            author: author,
            now: UInt64(max(0, context.now()))
        )
        (self.text, json, self.author) = (text, draft, author.uid)
        statement = try check.read(Array(text.utf8))
    }

    var bytes: [UInt8] { Array(text.utf8) }
    /// Whether others have signed it before, according to the daemon.
    var isOpen: Bool { json["open"]?.bool == true }

    /// The proposer of a version, as `review show` and `review ls` name them.
    private static func author(of version: VersionReply) throws(CommandFailure) -> (uid: UInt32, user: String?) {
        guard let uid = version.author.flatMap({ UInt32(exactly: $0) }) else {
            throw CommandFailure("the daemon does not say who proposed the version")
        }
        return (uid, version.json["author_name"]?.text)
    }
}
