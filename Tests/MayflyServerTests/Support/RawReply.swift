import MayflyAPI
import MayflyJSON

/// What came back on a connection, cut at the end of the first head.
struct RawReply: Sendable {
    let status: Int
    let head: String
    let body: String
    /// Whether the server closed the connection after it.
    let isClosed: Bool

    init(bytes: [UInt8], isClosed: Bool) {
        let text = String(decoding: bytes, as: UTF8.self)
        let parts = text.split(separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false)
        head = String(parts[0])
        body = parts.count > 1 ? String(parts[1]) : ""
        status = head.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        self.isClosed = isClosed
    }

    /// The body; `null` when it is no JSON.
    var json: JSON { (try? JSONReader.read(Array(body.utf8))) ?? .null }

    /// The stable word of a problem.
    var code: String? { json["code"]?.text }

    /// The value of a header.
    func header(_ name: String) -> String? {
        for line in head.split(separator: "\r\n").dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.first?.lowercased() == name.lowercased() {
                return parts.last.map { String($0.drop { $0 == " " }) }
            }
        }
        return nil
    }
}
