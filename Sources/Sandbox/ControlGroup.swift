internal import CLinux
internal import Glibc
package import LinuxSystem
package import MayflyCore
package import SandboxPlan

/// The cgroup of one cell: a directory in every hierarchy that the host uses.
package final class ControlGroup {
    private let host: ControlGroupHost
    private let name: String
    private var parts: [Part] = []

    /// The cell's directory in one hierarchy.
    private final class Part {
        let tree: ControlGroupTree
        let directory: OwnedDescriptor

        init(_ tree: ControlGroupTree, _ directory: consuming OwnedDescriptor) {
            self.tree = tree
            self.directory = directory
        }

        func read(_ file: String, bound: Int = 65_536) -> ControlGroupText? {
            guard let file = try? directory.open(file, .read), let bytes = try? file.readAll(bound: bound) else {
                return nil
            }
            return ControlGroupText(bytes)
        }
    }

    /// Makes the directories and writes the limits, before any process is in them.
    ///
    /// If a step fails, the directories are removed again.
    package init(_ name: String, on host: ControlGroupHost, _ plan: ControlGroupPlan) throws(SystemCallError) {
        self.host = host
        self.name = name
        do throws(SystemCallError) {
            for tree in host.trees { parts.append(Part(tree, try tree.make(name))) }
            for write in plan.writes { try apply(write) }
        } catch {
            _ = remove()
            throw error
        }
    }

    private func apply(_ write: ControlGroupWrite) throws(SystemCallError) {
        guard let part = part(of: write.controller) else {
            throw SystemCallError("open", on: write.description, errno: .noEntry)
        }
        do throws(SystemCallError) {
            try part.directory.open(write.file, .write).write(
                write.value,
                on: "\(part.tree.path)/\(name)/\(write.file)"
            )
        } catch  where write.isOptional && (error.errno == .noEntry || error.errno == .notSupported) {
        }
    }

    private func part(of controller: Controller) -> Part? { parts.first { $0.tree.controllers.contains(controller) } }

    /// Calls `body` with the directory in the unified hierarchy, for a child to be born in; `nil` if the host has none.
    package func withUnified<Result: ~Copyable>(
        _ body: (borrowing OwnedDescriptor?) throws(SystemCallError) -> Result
    ) throws(SystemCallError) -> Result {
        guard let part = parts.first, part.tree.version == .v2 else { return try body(nil) }
        return try body(try part.directory.duplicate())
    }

    /// Opens the v1 `tasks` files, through which pid 1 joins the cgroup.
    package func openTasks() throws(SystemCallError) -> DescriptorBag {
        var numbers: [CInt] = []
        for part in parts where part.tree.version == .v1 {
            do throws(SystemCallError) {
                numbers.append(try part.directory.open("tasks", .write).release())
            } catch {
                _ = DescriptorBag(taking: numbers)
                throw error
            }
        }
        return DescriptorBag(taking: numbers)
    }

    /// Registers for notifications that the kernel is out of memory in the cell.
    ///
    /// - Returns: A descriptor that becomes readable then; `nil` on v2, where the kernel itself ends the whole cell.
    package func watchMemory() throws(SystemCallError) -> OwnedDescriptor? {
        guard version == .v1, let part = part(of: .memory) else { return nil }
        let event = try OwnedDescriptor.eventCounter()
        let control = try part.directory.open("memory.oom_control", .read)
        let file = "cgroup.event_control"
        try part.directory.open(file, .write).write("\(event.number) \(control.number)", on: file)
        return event
    }

    /// Reads the limits back as the kernel has stored them.
    package func controls(of plan: ControlGroupPlan) -> [Control] {
        plan.writes.compactMap { write in
            part(of: write.controller)?.read(write.file).map { text in
                Control("cgroup.\(write.file)", Self.line(of: write.device, in: text))
            }
        }
    }

    /// Sends `SIGKILL` to all members at once where the kernel can; elsewhere the caller's kill of pid 1 ends them.
    package func kill() {
        guard let part = parts.first, part.tree.version == .v2 else { return }
        _ = try? part.directory.open("cgroup.kill", .write).write("1")
    }

    /// Lifts the limit of processor time after members were killed.
    ///
    /// A process that has used up its share cannot even die before the next period, so that many processes with a small share would
    /// take seconds to end.
    package func liftProcessorLimit() {
        let (file, none) = version == .v2 ? ("cpu.max", "max") : ("cpu.cfs_quota_us", "-1")
        // If this fails, the members still end, only later.
        _ = try? part(of: .cpu)?.directory.open(file, .write).write(none)
    }

    /// The members' process ids, in the warden's pid namespace.
    package func members() -> [Int32] {
        guard let part = parts.first, let text = part.read("cgroup.procs", bound: 1 << 20) else { return [] }
        return text.members
    }

    /// The number in a file that contains only a number.
    func number(_ controller: Controller, _ file: String) -> UInt64? {
        part(of: controller)?.read(file)?.number
    }

    /// The number after a name, in a file with one name in each line.
    func number(_ controller: Controller, _ file: String, _ key: String) -> UInt64? {
        part(of: controller)?.read(file)?.number(after: key)
    }

    /// The content of a file.
    func text(_ controller: Controller, _ file: String) -> ControlGroupText? { part(of: controller)?.read(file) }

    /// The interface through which the limits are written.
    package var version: ControlGroupVersion { host.version }

    /// Removes the directories.
    ///
    /// - Returns: The directories that could not be removed because a process is still in them, with the reason; empty when all are gone.
    package func remove() -> [String] {
        var left: [String] = []
        for part in parts {
            do throws(SystemCallError) {
                try part.tree.remove(name)
            } catch  where error.errno == .noEntry {
                // An earlier try has removed it.
            } catch {
                left.append("\(error)")
            }
        }
        return left
    }

    /// The number of hierarchies in which the cell has a directory.
    package var count: Int { parts.count }

    /// The line about a device in a file with one line for each; else the first line.
    private static func line(of device: BlockDevice?, in text: ControlGroupText) -> String {
        guard let device else { return text.firstLine }
        return text.line(of: device) ?? "nothing for \(device)"
    }
}
