internal import LinuxSystem
internal import MayflyCore
internal import Sandbox
internal import SandboxPlan

/// Finds and hashes the interpreter of a runtime under a profile.
///
/// The lookup is in the profile's template, where cells find the interpreter: the host may have mounted another one since. A file
/// is hashed once for all profiles, and again only after a change, not at every launch.
final class Interpreters {
    private struct Known {
        /// `nil` while a change of the file could go unnoticed, so that it must be hashed again.
        let identity: FileIdentity?
        let digest: Digest
    }

    /// The size of the largest interpreter that is hashed.
    private static let bound = 1 << 30

    /// The place of an interpreter: the same path may be another file under another profile.
    private struct Place: Hashable {
        let profile: ProfileName
        let path: String
    }

    private var known: [Place: Known] = [:]
    /// Whether a digest has changed since ``announced()``, or a file has come or gone.
    private(set) var haveChanged = false

    /// Notes that the daemon was told of the changes.
    func announced() { haveChanged = false }

    /// What starts a script of this runtime under a profile; `nil` when a cell would not find such an interpreter.
    func closure(of name: RuntimeName, in profile: LoadedProfile) -> RuntimeClosure? {
        guard let runtime = profile.profile.runtimes[name] else { return nil }
        if name == .binary { return closure(profile, runtime, "", nil) }
        guard let path = InterpreterPath.resolve(runtime.path, in: profile.template) else {
            return nil
        }
        guard let digest = digest(of: path, in: profile) else { return nil }
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

    /// The digest of an interpreter; `nil` for one that cannot be read, which counts as missing.
    private func digest(of path: String, in profile: LoadedProfile) -> Digest? {
        let place = Place(profile: profile.profile.name, path: path)
        do throws(SystemCallError) {
            let file = try profile.template.open(path)
            let now = Instant.nanosecondsSince1970
            let identity = FileIdentity(try file.status(), at: now)
            if let known = known[place], known.identity == identity { return known.digest }
            let before = known[place]?.digest
            let same = known.values.first { $0.identity == identity }
            let found = if let same { same } else { try Self.read(file) }
            known[place] = found
            if before != found.digest { haveChanged = true }
            return found.digest
        } catch {
            if known.removeValue(forKey: place) != nil { haveChanged = true }
            return nil
        }
    }

    private static func read(_ file: borrowing OwnedDescriptor) throws(SystemCallError) -> Known {
        let now = Instant.nanosecondsSince1970
        let identity = FileIdentity(try file.status(), at: now)
        let copy = try MemoryFile.sealedCopy(of: file, name: "interpreter", bound: bound)
        let digest = unsafe try copy.withMappedBytes { unsafe SHA256.digest(of: $0) }
        let isWhole = try FileIdentity(file.status(), at: now) == identity && identity.isSettled
        return Known(identity: isWhole ? identity : nil, digest: digest)
    }
}
