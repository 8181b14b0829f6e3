internal import Glibc
internal import MayflyClient
internal import MayflyJSON
internal import MayflyRun

/// Chooses the key with which a reviewer signs.
enum ApproverKey {
    /// The environment variable that names the key.
    static let variable = "MAYFLY_APPROVER_KEY"

    /// The path of the key: the option's, else the variable's, else that of the daemon's own local key.
    ///
    /// The daemon's key counts only if this user may read it and only root can have put it there.
    static func path(
        option: String?,
        environment: [String: String],
        trust: () async throws -> JSON
    ) async throws -> String {
        if let path = option ?? environment[variable].flatMap({ $0.isEmpty ? nil : $0 }) {
            guard access(path, R_OK) == 0 else {
                throw CommandFailure("cannot read the key \(path): \(SystemText.error(errno))")
            }
            return path
        }
        if let named = try await trust()["local_key"]?.text, let path = DaemonFile.key.path(of: named) { return path }
        throw CommandFailure(
            "no key to sign with",
            advice: [
                "name yours with --key FILE or \(variable)=FILE; it may be the .pub file of a key in your ssh-agent",
                "make one with: ssh-keygen -t ed25519 -f ~/.ssh/mayfly-approver",
                "sign elsewhere: mayfly review statement … > statement.json, then --statement and --signature",
            ]
        )
    }
}
