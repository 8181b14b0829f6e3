/// The warden's command line, written by the daemon while it was root.
package struct WardenOptions: Hashable, Sendable {
    package var runDirectory = ""
    package var stateDirectory = ""
    package var profileDirectory = ""
    package var profileReader = ""
    /// A directory of the unified cgroup hierarchy to use instead of the one that is found.
    package var cgroup: String?

    /// Why a command line was refused.
    package struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
        package let description: String
    }

    /// Reads `--name value` pairs; every option but `--cgroup` is required.
    package init(_ arguments: [String]) throws(Failure) {
        var rest = arguments[...]
        while let name = rest.popFirst() {
            guard let value = rest.popFirst() else { throw Failure(description: "\(name) needs a value") }
            try set(name, to: value)
        }
        let directories = [runDirectory, stateDirectory, profileDirectory, profileReader]
        guard directories.allSatisfy({ $0.hasPrefix("/") }) else {
            throw Failure(
                description:
                    "mayfly-warden is started by mayflyd with absolute --run-dir, --state-dir, --profiles and --profile-reader"
            )
        }
    }

    private mutating func set(_ name: String, to value: String) throws(Failure) {
        switch name {
        case "--run-dir": runDirectory = value
        case "--state-dir": stateDirectory = value
        case "--profiles": profileDirectory = value
        case "--profile-reader": profileReader = value
        case "--cgroup": cgroup = value
        default: throw Failure(description: "unknown option \(name)")
        }
    }
}
