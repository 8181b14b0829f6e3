/// The variables with which git runs in a work tree whose configuration nobody has looked at.
enum GitEnvironment {
    /// What holds for git itself.
    ///
    /// An object that is missing must not be fetched: how, the work tree would say. Nor is one read in the place of
    /// another, nor one unpacked that takes much memory.
    private static let guards = [
        "GIT_ALLOW_PROTOCOL": "none", "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0",
        "GIT_NO_REPLACE_OBJECTS": "1", "GIT_ALLOC_LIMIT": "256m",
    ]
    /// Git's variables that say where the user's own configuration is, or what is no work tree of the user's.
    private static let kept: Set<String> = [
        "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_CEILING_DIRECTORIES",
    ]
    /// Relative ones would be places in the work tree, for that is where git stands.
    private static let places: Set<String> = [
        "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "HOME", "XDG_CONFIG_HOME", "GNUPGHOME",
    ]

    /// The user's variables without what would lead git to another repository, or to programs of the work tree.
    ///
    /// A hook, for example, has variables that name the repository that it runs in.
    static func guarded(_ environment: [String: String]) -> [String: String] {
        var guarded = environment.filter { name, value in
            let isOther = !name.utf8.starts(with: "GIT_".utf8) || kept.contains(name)
            return isOther && (!places.contains(name) || value.utf8.first == slash)
        }
        guarded.merge(guards) { $1 }
        // A program that git looks for where it stands would be one of the work tree's.
        guarded["PATH"] = environment["PATH"].map { path in
            let places = path.utf8.split(separator: UInt8(ascii: ":")).filter { $0.first == slash }
            return places.map { String(Substring($0)) }.joined(separator: ":")
        }
        return guarded
    }

    private static var slash: UInt8 { UInt8(ascii: "/") }
}
