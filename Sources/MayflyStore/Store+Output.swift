internal import Foundation
internal import GRDB
package import MayflyCore

extension Store {
    /// A piece of what was kept of a finished session's stream: its beginning, with its end directly behind it.
    ///
    /// A piece never spans both, so it may be shorter than `count`.
    ///
    /// - Parameters:
    ///   - position: Where it begins, in bytes.
    ///   - count: Its most bytes.
    /// - Returns: None at the end, and when the session printed nothing.
    package func output(
        of id: SessionID,
        _ stream: StreamName,
        at position: Int,
        atMost count: Int
    ) async throws(StoreError) -> [UInt8] {
        let (head, tail) = ("\(stream.rawValue)_head", "\(stream.rawValue)_tail")
        let sql = """
            SELECT CASE WHEN :position < length(\(head)) THEN substr(\(head), :position + 1, :count)
                ELSE substr(\(tail), :position - length(\(head)) + 1, :count) END
            FROM output WHERE session = :session
            """
        return try await read { database in
            let piece = try Data.fetchOne(
                database,
                sql: sql,
                arguments: ["position": position, "count": count, "session": id.text]
            )
            return [UInt8](piece ?? Data())
        }
    }
}
