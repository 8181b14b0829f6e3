internal import Foundation
internal import Glibc
internal import MayflyCore

extension Store {
    /// Measures the size of everything; it examines every file, on a thread where no other work on the disk waits for that.
    package func size() async throws(StoreError) -> StoreSize {
        let directory = directory
        return try await lanes.runApart { () throws(StoreError) in
            let names = ["mayfly.sqlite", "mayfly.sqlite-wal", "mayfly.sqlite-shm"]
            let space = try DiskSpace(of: directory)
            return StoreSize(
                database: .bytes(names.reduce(0) { $0 + Self.bytes(of: "\(directory)/\($1)") }),
                objects: .bytes(Self.bytes(below: "\(directory)/objects")),
                workspaces: .bytes(Self.bytes(below: "\(directory)/workspaces")),
                audit: .bytes(Self.bytes(below: "\(directory)/audit")),
                free: .bytes(space.free)
            )
        }
    }

    /// The bytes of the files below a directory; files that vanish meanwhile count nothing.
    private static func bytes(below directory: String) -> UInt64 {
        guard let files = FileManager.default.enumerator(atPath: directory) else { return 0 }
        var sum: UInt64 = 0
        for case let name as String in files { sum += bytes(of: "\(directory)/\(name)") }
        return sum
    }

    private static func bytes(of path: String) -> UInt64 {
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return 0 }
        return UInt64(status.st_size)
    }
}
