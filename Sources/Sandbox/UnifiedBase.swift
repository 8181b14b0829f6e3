internal import CLinux
internal import Glibc
internal import LinuxSystem
internal import SandboxPlan

/// Chooses the directory of the unified hierarchy for an instance's cells, and enables the controllers there.
enum UnifiedBase {
    /// The child of the delegated cgroup that holds the daemon's own processes.
    private static let processes = "daemon"

    /// - Returns: A directory whose children have the controllers.
    static func prepare(_ unified: ControlGroupLayout.Hierarchy, override: String?) throws(ControlGroupError) -> String
    {
        if let override {
            try enableControllers(in: override)
            return override
        }
        let own = unified.ownDirectory
        if isDelegated(own) {
            try moveProcesses(from: own, to: "\(own)/\(processes)")
            try enableControllers(in: own)
            return own
        }
        if let service = service(above: own) {
            try enableControllers(in: service)
            return service
        }
        try enableControllers(in: unified.mountPoint)
        return unified.mountPoint
    }

    /// Enables the controllers for the children of a directory; `io` only where the host has it.
    static func enableControllers(in path: String) throws(ControlGroupError) {
        for controller in [Controller.memory, .pids, .cpu, .io] {
            do throws(SystemCallError) {
                try OwnedDescriptor.open("\(path)/cgroup.subtree_control", .write)
                    .write("+\(controller.rawValue)", on: "\(path)/cgroup.subtree_control +\(controller.rawValue)")
            } catch  where controller == .io {
            } catch {
                throw ControlGroupError.notDelegated(path: path, error)
            }
        }
    }

    /// The delegated cgroup above `own`, if `own` is its child `daemon`.
    ///
    /// Another instance of the same service has then moved this one there, or `DelegateSubgroup=` has put it there.
    private static func service(above own: String) -> String? {
        let suffix = "/\(processes)"
        guard own.hasSuffix(suffix) else { return nil }
        let service = String(own.dropLast(suffix.utf8.count))
        return isDelegated(service) ? service : nil
    }

    /// Whether systemd has marked a cgroup as delegated to its service; only such a cgroup may be changed.
    ///
    /// A cgroup that is delegated to a user is not used, because that user could loosen the limits in it.
    private static func isDelegated(_ path: String) -> Bool {
        guard let status = try? FileStatus(following: path), status.owner == 0 else { return false }
        return ["trusted.delegate", "user.delegate"].contains { name in
            var value: UInt8 = 0
            return unsafe clinux_getxattr(path, name, &value, 1) == 1 && value == UInt8(ascii: "1")
        }
    }

    /// Moves the processes of a cgroup one level down, since controllers reach its children only while it has no process itself.
    private static func moveProcesses(from source: String, to target: String) throws(ControlGroupError) {
        do throws(SystemCallError) {
            _ = unsafe mkdir(target, 0o755)
            let processes = try OwnedDescriptor.open("\(source)/cgroup.procs", .read).readAll(bound: 1 << 16)
            for pid in String(decoding: processes, as: UTF8.self).split(separator: "\n") {
                try OwnedDescriptor.open("\(target)/cgroup.procs", .write).write(
                    String(pid),
                    on: "\(target)/cgroup.procs"
                )
            }
        } catch {
            throw ControlGroupError.failed(error)
        }
    }
}
