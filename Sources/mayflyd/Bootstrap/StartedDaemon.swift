internal import LinuxSystem
internal import MayflyProfiles
internal import MayflyService
internal import WardenClient

/// The results of the start that remain once root is given up.
struct StartedDaemon {
    let options: DaemonOptions
    let settings: DaemonSettings
    /// The bytes of the settings file; `nil` if there is none.
    let settingsFile: [UInt8]?
    let budget: HostShare
    let profiles: ProfileLocation
    let socket: WardenProcess.StartedSocket
    /// The process id of the warden.
    let warden: Int32
    let listener: Int32
    /// The service manager that wants to hear when the daemon is ready; `nil` if there is none.
    let manager: ServiceManager?
    let roles: RoleGroups
    /// The locks, which are held as long as the process lives.
    let locks: DescriptorBag
}

/// The ids of the groups that give roles, and the names of groups that do not exist.
struct RoleGroups {
    var operators: Set<UInt32> = []
    var approvers: Set<UInt32> = []
    var agents: Set<UInt32> = []
    var auditors: Set<UInt32> = []
    var missing: [String] = []

    init(_ settings: DaemonSettings) {
        operators = numbers(settings.operators)
        approvers = numbers(settings.approvers)
        agents = numbers(settings.agents)
        auditors = numbers(settings.auditors)
    }

    private mutating func numbers(_ names: [String]) -> Set<UInt32> {
        var numbers: Set<UInt32> = []
        for name in names {
            if let gid = Account.gid(of: name) { numbers.insert(gid) } else { missing.append(name) }
        }
        return numbers
    }
}
