internal import Foundation
internal import GRDB
package import MayflyCore

extension Store {
    /// A piece of a finished session's stored stream, in which the kept end directly follows the kept beginning.
    ///
    /// A piece never spans both, so it may be shorter than `count`.
    ///
    /// - Parameters:
    ///   - position: Where the piece begins, in bytes.
    ///   - count: The most bytes of the piece.
    /// - Returns: No bytes at the end, and when the session printed nothing.
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
