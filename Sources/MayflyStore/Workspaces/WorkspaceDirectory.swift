internal import Foundation
internal import Glibc
internal import MayflyCore

/// The directory of workspaces' files: `workspaces/<id>/ab/<64 hex>`.
///
/// Each workspace has objects of its own, which nothing else names. Destroying a workspace is therefore removing a directory, even if
/// the same bytes exist elsewhere.
struct WorkspaceDirectory: Sendable {
    let root: String
    let reserve: SpaceReserve

    /// The result of removing a workspace's directory.
    struct Removal: Sendable {
        var objects: Int
        /// The paths that are still there; empty when the workspace is gone.
        var left: [String]
    }

    private func path(of id: WorkspaceID) -> String { "\(root)/\(id)" }

    /// The objects of one workspace, whose directory is made if it does not exist.
    func open(_ id: WorkspaceID) throws(StoreError) -> ObjectStore {
        if mkdir(root, 0o700) != 0, errno != EEXIST { throw SystemFailure.error("mkdir", root) }
        return try ObjectStore(root: path(of: id), settlingTime: .zero, reserve: reserve)
    }

    /// All workspaces that have a directory.
    var all: [WorkspaceID] {
        ((try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []).compactMap { WorkspaceID($0) }
    }

    /// Removes a workspace's directory with everything in it, and checks that it is gone.
    func remove(_ id: WorkspaceID) throws(StoreError) -> Removal {
        let path = path(of: id)
        let files = (FileManager.default.enumerator(atPath: path)?.allObjects as? [String]) ?? []
        let objects = files.count { Digest("sha256:" + (($0 as NSString).lastPathComponent)) != nil }
        try? FileManager.default.removeItem(atPath: path)
        var status = stat()
        guard lstat(path, &status) != 0, errno == ENOENT else { return Removal(objects: objects, left: [path]) }
        if lstat(root, &status) == 0 { try ObjectStore.sync([root]) }
        return Removal(objects: objects, left: [])
    }
}
