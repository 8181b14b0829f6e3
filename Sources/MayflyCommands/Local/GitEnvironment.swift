/// The variables for git in a work tree whose configuration nobody has checked.
enum GitEnvironment {
    /// Variables that restrict git itself.
    ///
    /// Git must not fetch missing objects, because the work tree would say how. It must not read one object in the place of
    /// another, nor unpack one that takes much memory.
    private static let guards = [
        "GIT_ALLOW_PROTOCOL": "none", "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0",
        "GIT_NO_REPLACE_OBJECTS": "1", "GIT_ALLOC_LIMIT": "256m",
    ]
    /// Git's variables that locate the user's own configuration, or exclude directories from the search for a work tree.
    private static let kept: Set<String> = [
        "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_CEILING_DIRECTORIES",
    ]
    /// Variables that hold paths: relative ones would point into the work tree, which is git's working directory.
    private static let places: Set<String> = [
        "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "HOME", "XDG_CONFIG_HOME", "GNUPGHOME",
    ]

    /// The user's variables without those that would lead git to another repository, or to programs of the work tree.
    ///
    /// In a hook, for example, variables name the repository in which it runs.
    static func guarded(_ environment: [String: String]) -> [String: String] {
        var guarded = environment.filter { name, value in
            let isOther = !name.utf8.starts(with: "GIT_".utf8) || kept.contains(name)
            return isOther && (!places.contains(name) || value.utf8.first == slash)
        }
        guarded.merge(guards) { $1 }
        // A program found relative to git's working directory would be one of the work tree's.
        guarded["PATH"] = environment["PATH"].map { path in
            let places = path.utf8.split(separator: UInt8(ascii: ":")).filter { $0.first == slash }
            return places.map { String(Substring($0)) }.joined(separator: ":")
        }
        return guarded
    }

    private static var slash: UInt8 { UInt8(ascii: "/") }
}
