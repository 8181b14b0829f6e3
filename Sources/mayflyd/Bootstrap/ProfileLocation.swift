internal import Glibc
internal import LinuxSystem
internal import MayflyProfiles
internal import MayflyYAML

/// The directory of profiles, chosen at the start for the daemon's whole life.
struct ProfileLocation {
    private static let standard = "/etc/mayfly/profiles.d"

    /// The directory in use.
    let directory: String
    /// The directory that would be in use if it existed; `nil` if it is in use, or another one was requested.
    let awaited: String?

    /// The requested directory, otherwise the standard one, otherwise a new one with the built-in profiles.
    static func find(_ asked: String?, runDirectory: String) throws(StartError) -> ProfileLocation {
        if let asked {
            guard access(asked, R_OK) == 0 else { throw StartError("there is no directory of profiles at \(asked)") }
            // The warden checks the directory and its files, but another directory could be put in its place.
            try Directory.checkWay(to: asked)
            return ProfileLocation(directory: asked, awaited: nil)
        }
        if access(standard, F_OK) == 0 {
            try Directory.checkWay(to: standard)
            return ProfileLocation(directory: standard, awaited: nil)
        }
        return ProfileLocation(directory: try writeBuiltIn(to: "\(runDirectory)/profiles"), awaited: standard)
    }

    private static func writeBuiltIn(to directory: String) throws(StartError) -> String {
        try Directory.prepare(directory, owner: (0, 0), mode: 0o755, isShared: true)
        for file in BuiltInProfiles.files {
            let path = "\(directory)/\(file.name)"
            unlink(path)
            _ = try step("write a built-in profile") { () throws(SystemCallError) in
                let descriptor = try OwnedDescriptor.open(path, .create, permissions: 0o644)
                try descriptor.writeAll(file.bytes, on: path)
            }
        }
        return directory
    }
}
