internal import Glibc
internal import LinuxSystem
internal import MayflyProfiles
internal import MayflyYAML

/// Where the profiles are.
enum ProfileLocation {
    private static let standard = "/etc/mayfly/profiles.d"

    /// The directory that was asked for, else the standard one, else one with the built-in profiles.
    static func find(_ asked: String?, runDirectory: String) throws(StartError) -> String {
        if let asked {
            guard access(asked, R_OK) == 0 else { throw StartError("there is no directory of profiles at \(asked)") }
            // The warden looks at the directory and its files; another one could be put in its place.
            try Directory.checkWay(to: asked)
            return asked
        }
        if access(standard, F_OK) == 0 { return standard }
        return try writeBuiltIn(to: "\(runDirectory)/profiles")
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
