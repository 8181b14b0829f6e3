internal import Foundation
internal import GRDB

/// Turns what SQLite says of a database into the store's words.
enum DatabaseFailure {
    /// What an error at the database at `path` means.
    ///
    /// On a full disk SQLite says as well that it can read, write or open a file no more, as it does of a disk that fails and where
    /// no descriptor is left: so the disk is looked at before it is called full.
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
        // Where not even this can be asked, something else is wrong than that the disk is full.
        try? DiskSpace(of: (path as NSString).deletingLastPathComponent)
    }
}
