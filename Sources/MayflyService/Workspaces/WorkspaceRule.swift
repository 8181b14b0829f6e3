internal import MayflyCore
internal import MayflyStore

/// Decides what becomes of a workspace at the end of a session.
///
/// Pure. All of what `/work` holds becomes the new state, or nothing of it: a state that lacks a file would look as if the
/// script had removed it.
enum WorkspaceRule {
    /// Throws when a session may not have what a workspace holds.
    static func check(
        _ workspace: WorkspaceRecord,
        under profile: Profile,
        _ limits: SessionLimits
    ) throws(ServiceError) {
        guard let quota = profile.workspace else { throw .workspace(.notAllowed(profile.name)) }
        guard workspace.profile == profile.name else {
            throw .workspace(.otherProfile(workspace.name, workspace.profile))
        }
        let (bytes, count) = (workspace.bytes, workspace.files.count)
        guard bytes <= quota.bytes, count <= Int(quota.files) else {
            throw .workspace(
                .tooLarge(
                    workspace.name,
                    "\(count) files of \(bytes), and the profile allows \(quota.files) of \(quota.bytes)"
                )
            )
        }
        // As a cell counts them: whole pages, and directories besides files.
        let pages = workspace.files.reduce(0) { $0 + ($1.size.bytes + 4095) & ~4095 }
        let inodes = count + directories(of: workspace.files).count
        guard pages <= limits.disk.bytes, inodes <= Int(limits.inodes) else {
            throw .workspace(
                .tooLarge(
                    workspace.name,
                    "\(ByteCount.bytes(pages)) in \(inodes) inodes, and the session has \(limits.disk) in \(limits.inodes)"
                )
            )
        }
    }

    /// A new state, or why there is none.
    enum Decision: Hashable, Sendable {
        case keep([FileRecord])
        case discard(reason: String)
        case refuse(reason: String, [SkippedArtifact])
    }

    /// Decides by how the session ended and by what was collected.
    static func decide(_ verdict: VerdictName, _ work: CollectedWork?) -> Decision {
        guard verdict == .ok || verdict == .nonzeroExit else {
            return .discard(reason: "the session ended as \(verdict.rawValue)")
        }
        guard let work else { return .discard(reason: "nothing was collected") }
        guard work.isComplete, work.skipped.isEmpty else {
            let reason = "what is in /work cannot be kept as a whole"
            return .refuse(reason: reason, Array(work.skipped.prefix(mostNamed)))
        }
        let files = work.files.sorted { Manifest.precedes($0.path, $1.path) }
        let faults = clashes(in: files)
        guard faults.isEmpty else { return .refuse(reason: "names in /work exclude each other", faults) }
        return .keep(files)
    }

    /// The most files that are named as not kept.
    private static let mostNamed = 100

    /// Paths that no one directory can have together.
    ///
    /// The collector cannot have seen such; whoever says so all the same must not get a workspace that no cell can have.
    private static func clashes(in files: [FileRecord]) -> [SkippedArtifact] {
        let seen = Set(files.map { Array($0.path.utf8) })
        let directories = directories(of: files)
        if seen.count < files.count { return [SkippedArtifact(path: "", reason: "a name comes twice")] }
        return files.filter { directories.contains(Array($0.path.utf8)) }.map {
            SkippedArtifact(path: $0.path, reason: "is a file and a directory")
        }
    }

    /// Every directory that some files lie in, as bytes: other names are other names, however alike they look.
    private static func directories(of files: [FileRecord]) -> Set<[UInt8]> {
        var directories: Set<[UInt8]> = []
        for file in files {
            let path = Array(file.path.utf8)
            for end in path.indices where path[end] == UInt8(ascii: "/") { directories.insert(Array(path[..<end])) }
        }
        return directories
    }
}
