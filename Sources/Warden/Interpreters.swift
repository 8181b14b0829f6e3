internal import LinuxSystem
internal import MayflyCore
internal import Sandbox
internal import SandboxPlan

/// What starts scripts on this host now: for a profile and a runtime, the interpreter's own file and its bytes.
///
/// A file is hashed once, and again when it is not the one it was: not at every launch.
final class Interpreters {
    private struct Known {
        /// `nil` while a change of the file could go unseen.
        let identity: FileIdentity?
        let digest: Digest
    }

    /// The largest interpreter.
    private static let bound = 1 << 30

    private var known: [String: Known] = [:]
    /// Set when a file was hashed that was another one, or none, before.
    private(set) var haveChanged = false

    /// Says that whoever has to know of a change does.
    func announced() { haveChanged = false }

    /// What starts `name` under a profile; `nil` when the host has no such interpreter where a cell would find it.
    func closure(of name: RuntimeName, in profile: LoadedProfile) -> RuntimeClosure? {
        guard let runtime = profile.profile.runtimes[name] else { return nil }
        if name == .binary { return closure(profile, runtime, "", nil) }
        guard let path = InterpreterPath.resolve(runtime.path, visible: profile.visible) else {
            return nil
        }
        guard let digest = digest(of: path) else { return nil }
        return closure(profile, runtime, path, digest)
    }

    private func closure(
        _ profile: LoadedProfile,
        _ runtime: Runtime,
        _ path: String,
        _ digest: Digest?
    ) -> RuntimeClosure {
        RuntimeClosure(
            profile: profile.profile.name,
            profileDigest: profile.digest,
            interpreter: path,
            interpreterDigest: digest,
            flags: runtime.flags
        )
    }

    /// A file that cannot be read has no digest, and is said to be missing.
    private func digest(of path: String) -> Digest? {
        do throws(SystemCallError) {
            let file = try OwnedDescriptor.open(path, .read)
            let status = try file.status()
            let identity = FileIdentity(status)
            if let known = known[path], known.identity == identity { return known.digest }
            let before = known[path]?.digest
            let now = Instant.nanosecondsSince1970
            let copy = try MemoryFile.sealedCopy(of: file, name: "interpreter", bound: Self.bound)
            let digest = unsafe try copy.withMappedBytes { unsafe SHA256.digest(of: $0) }
            let isWhole = try FileIdentity(file.status()) == identity && identity.isSettled(at: now)
            known[path] = Known(identity: isWhole ? identity : nil, digest: digest)
            if before != digest { haveChanged = true }
            return digest
        } catch {
            if known.removeValue(forKey: path) != nil { haveChanged = true }
            return nil
        }
    }
}
