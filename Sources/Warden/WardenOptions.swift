/// The warden's command line, written by the daemon while it was still root.
package struct WardenOptions: Hashable, Sendable {
    package var runDirectory = ""
    package var stateDirectory = ""
    package var profileDirectory = ""
    package var profileReader = ""
    /// Where `allowed_signers` and `revoked_keys` are.
    package var trustDirectory = ""
    /// The path of the program that checks signatures.
    package var verifier = ""
    /// Whether an author's own signature may count as an approval.
    package var allowsSelfApproval = false
    /// A directory of the unified cgroup hierarchy to use in place of the detected one.
    package var cgroup: String?

    /// Why a command line was refused.
    package struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
        package let description: String
    }

    /// Reads `--name value` pairs; every option except `--cgroup` and `--self-approval` is required.
    package init(_ arguments: [String]) throws(Failure) {
        var rest = arguments[...]
        while let name = rest.popFirst() {
            guard let value = rest.popFirst() else { throw Failure(description: "\(name) needs a value") }
            try set(name, to: value)
        }
        let directories = [runDirectory, stateDirectory, profileDirectory, profileReader, trustDirectory, verifier]
        guard directories.allSatisfy({ $0.hasPrefix("/") }) else {
            throw Failure(
                description:
                    "mayfly-warden is started by mayflyd with absolute --run-dir, --state-dir, --profiles, --profile-reader, "
                    + "--trust-dir and --verifier"
            )
        }
    }

    /// The warden's own directory, beside the state directory, which belongs to the daemon.
    package var ownDirectory: String {
        var path = stateDirectory.utf8[...]
        while path.last == UInt8(ascii: "/") { path.removeLast() }
        return "\(String(Substring(path)))-warden"
    }

    private static func choice(_ value: String, of name: String) throws(Failure) -> Bool {
        switch value {
        case "yes": return true
        case "no": return false
        default: throw Failure(description: "\(name) is yes or no, not \(value)")
        }
    }

    private mutating func set(_ name: String, to value: String) throws(Failure) {
        switch name {
        case "--run-dir": runDirectory = value
        case "--state-dir": stateDirectory = value
        case "--profiles": profileDirectory = value
        case "--profile-reader": profileReader = value
        case "--trust-dir": trustDirectory = value
        case "--verifier": verifier = value
        case "--self-approval": allowsSelfApproval = try Self.choice(value, of: name)
        case "--cgroup": cgroup = value
        default: throw Failure(description: "unknown option \(name)")
        }
    }
}
