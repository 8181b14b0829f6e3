internal import ArgumentParser
internal import MayflyCore

/// The daemon's command line.
struct DaemonOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The configuration file; /etc/mayfly/mayflyd.yaml if that exists.", valueName: "file"))
    var config: String?

    @Option(help: ArgumentHelp("Where scripts, approvals and sessions are kept.", valueName: "directory"))
    var stateDir = "/var/lib/mayfly"

    @Option(help: ArgumentHelp("Where the socket is.", valueName: "directory"))
    var runDir = "/run/mayfly"

    @Option(
        help: ArgumentHelp(
            "The directory of profiles; /etc/mayfly/profiles.d if that exists, else the built-in ones.",
            valueName: "directory"
        )
    )
    var profiles: String?

    @Option(
        help: ArgumentHelp(
            "Whose approvals count: allowed_signers and revoked_keys; a first start makes it with a key for root.",
            valueName: "directory"
        )
    )
    var trustDir = "/etc/mayfly"

    @Option(
        help: ArgumentHelp(
            "Who may submit what, and how much; /etc/mayfly/agents.yaml if that exists, else groups alone decide.",
            valueName: "file"
        )
    )
    var agents: String?

    @Option(help: ArgumentHelp("The user that the daemon becomes.", valueName: "name"))
    var user = "mayfly"

    @Option(help: ArgumentHelp("The group that the daemon becomes, and that may use the socket.", valueName: "name"))
    var group = "mayfly"

    @Option(help: ArgumentHelp("The warden's program; mayfly-warden beside mayflyd if not given.", valueName: "file"))
    var warden: String?

    @Option(
        help: ArgumentHelp(
            "The cgroup to build cells in, on a host with cgroup v2; found by itself if not given.",
            valueName: "directory"
        )
    )
    var cgroup: String?

    @Option(help: ArgumentHelp("trace, debug, info, notice, warning, error or critical.", valueName: "level"))
    var logLevel = "info"

    mutating func validate() throws {
        for (name, path) in [
            ("--state-dir", stateDir), ("--run-dir", runDir), ("--profiles", profiles), ("--config", config),
            ("--warden", warden), ("--cgroup", cgroup), ("--trust-dir", trustDir),
            ("--agents", agents),
        ] {
            guard let path else { continue }
            guard path.hasPrefix("/"), !BundlePath.parts(of: path).contains("..") else {
                throw ValidationError("\(name) must be an absolute path without '..', not '\(path)'")
            }
        }
        let places = [stateDir, runDir].map { BundlePath.parts(of: $0).filter { !$0.isEmpty } }
        guard places[0] != places[1] else {
            throw ValidationError("--state-dir and --run-dir must be two directories, not both '\(runDir)'")
        }
        guard LogLevelName(rawValue: logLevel) != nil else {
            let names = LogLevelName.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("--log-level must be one of \(names), not '\(logLevel)'")
        }
    }

    /// The names of log levels in swift-log.
    enum LogLevelName: String, CaseIterable {
        case trace, debug, info, notice, warning, error, critical
    }
}
