internal import LinuxSystem
internal import MayflyCore
internal import Sandbox
internal import SandboxPlan

/// What starts scripts now: for a profile and a runtime, the interpreter's own file and its bytes.
///
/// It is looked up in the profile's template, where cells find it: what is mounted on the host since may be another one. A file
/// is hashed once, and again when it is not the one it was: not at every launch, and not for every profile.
final class Interpreters {
    private struct Known {
        /// `nil` while a change of the file could go unseen.
        let identity: FileIdentity?
        let digest: Digest
    }

    /// The largest interpreter.
    private static let bound = 1 << 30

    /// Where a file was found.
    private struct Place: Hashable {
        let profile: ProfileName
        let path: String
    }

    private var known: [Place: Known] = [:]
    /// Set when a file was hashed that was another one, or none, before.
    private(set) var haveChanged = false

    /// Says that whoever has to know of a change does.
    func announced() { haveChanged = false }

    /// What starts `name` under a profile; `nil` when the host has no such interpreter where a cell would find it.
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

    /// A file that cannot be read has no digest, and is said to be missing.
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
