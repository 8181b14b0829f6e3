internal import MayflyCore
internal import MayflyStore

/// Decides what becomes of a workspace at the end of a session.
///
/// Pure. The new state has all the content of `/work`, or there is none: if a file were missing, it would look as if the script had
/// removed it.
enum WorkspaceRule {
    /// Throws when a session may not have the content of a workspace.
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
        // Counted as a cell counts: in whole pages, and with directories.
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

    /// The new state, or the reason why there is none.
    enum Decision: Hashable, Sendable {
        case keep([FileRecord])
        case discard(reason: String)
        case refuse(reason: String, [SkippedArtifact])
    }

    /// Decides by the session's verdict and by what was collected.
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

    /// The most files that are reported as not kept.
    private static let mostNamed = 100

    /// Paths that cannot be in one directory together.
    ///
    /// An honest collector cannot have found any; a false report must not make a workspace that no cell can have.
    private static func clashes(in files: [FileRecord]) -> [SkippedArtifact] {
        let seen = Set(files.map { Array($0.path.utf8) })
        let directories = directories(of: files)
        if seen.count < files.count { return [SkippedArtifact(path: "", reason: "a name comes twice")] }
        return files.filter { directories.contains(Array($0.path.utf8)) }.map {
            SkippedArtifact(path: $0.path, reason: "is a file and a directory")
        }
    }

    /// Every directory that contains one of the files, as bytes: different bytes are different names, however similar they look.
    private static func directories(of files: [FileRecord]) -> Set<[UInt8]> {
        var directories: Set<[UInt8]> = []
        for file in files {
            let path = Array(file.path.utf8)
            for end in path.indices where path[end] == UInt8(ascii: "/") { directories.insert(Array(path[..<end])) }
        }
        return directories
    }
}
