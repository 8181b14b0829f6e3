internal import Foundation
internal import GRDB

/// Translates SQLite's errors into ``StoreError``.
enum DatabaseFailure {
    /// Translates an error at the database at `path`.
    ///
    /// On a full disk SQLite may also report that it can no longer read, write or open a file. It reports the same when a disk fails and
    /// when no descriptor is left, so the free space is checked before the disk is called full.
    ///
    /// - Parameter space: How much is free beside a file; `nil` where nobody can say it.
    /// - Source: sqlite.org/rescode.html; `unixWrite`, `unixOpen` and `unixShmMap` of its `os_unix.c`.
    static func error(
        _ error: DatabaseError,
        _ path: String,
        space: (String) -> DiskSpace? = DatabaseFailure.space(beside:)
    ) -> StoreError {
        let reason = error.message ?? "cannot be used"
        let text = "\(path): \(reason) (SQLite code \(error.extendedResultCode.rawValue))"
        switch error.resultCode {
        case .SQLITE_INTERRUPT: return .cancelled
        case .SQLITE_FULL: return .full(text)
        case .SQLITE_IOERR, .SQLITE_CANTOPEN:
            guard let disk = space(path) else { return .failed(text) }
            return disk.isExhausted
                ? .full(text) : .failed("\(text), though the disk has space: it fails, or a quota is used up")
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            return .damaged("\(path) is damaged: \(reason); restore it from a backup, or move it away")
        default: return .failed("\(path): \(error)")
        }
    }

    private static func space(beside path: String) -> DiskSpace? {
        // If even this question fails, the cause is something other than a full disk.
        try? DiskSpace(of: (path as NSString).deletingLastPathComponent)
    }
}
