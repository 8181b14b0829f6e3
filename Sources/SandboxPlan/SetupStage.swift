/// The steps of building a cell, in order.
///
/// A failed step ends the session as `setup_failed` with the stage's name.
///
/// The raw value is part of the protocol in which a failing child reports its stage: append, never renumber.
package enum SetupStage: UInt8, CaseIterable, Hashable, Sendable {
    case admit = 1
    case identity = 2
    case controlGroup = 3
    case clone = 4
    case userMap = 5
    case joinControlGroup = 6
    case becomeKeeper = 7
    case namespaces = 8
    case host = 9
    case mounts = 10
    case script = 11
    case pivot = 12
    case privileges = 13
    case fork = 14
    case becomeScript = 15
    case limits = 16
    case descriptors = 17
    case seccomp = 18
    case verify = 19
    case execute = 20
    case report = 21
    case landlock = 22
    case verifier = 23

    /// The name in `verdict_detail.stage`.
    package var name: String {
        switch self {
        case .admit: "admit"
        case .identity: "identity"
        case .controlGroup: "cgroup"
        case .clone: "clone"
        case .userMap: "user_map"
        case .joinControlGroup: "join_cgroup"
        case .becomeKeeper: "become_keeper"
        case .namespaces: "namespaces"
        case .host: "host"
        case .mounts: "mounts"
        case .script: "script"
        case .pivot: "pivot"
        case .privileges: "privileges"
        case .fork: "fork"
        case .becomeScript: "become_script"
        case .limits: "limits"
        case .descriptors: "descriptors"
        case .seccomp: "seccomp"
        case .verify: "verify"
        case .execute: "execute"
        case .report: "report"
        case .landlock: "landlock"
        case .verifier: "verifier"
        }
    }
}
