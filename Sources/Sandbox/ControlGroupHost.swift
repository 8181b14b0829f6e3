internal import CLinux
internal import Glibc
internal import LinuxSystem
internal import MayflyCore
package import SandboxPlan

/// The cgroup hierarchies of this host, found and prepared at the warden's start.
package final class ControlGroupHost {
    package let version: ControlGroupVersion
    /// The hierarchies in which every cell gets a directory.
    ///
    /// The unified one, if any, is first.
    package let trees: [ControlGroupTree]

    private init(version: ControlGroupVersion, trees: [ControlGroupTree]) {
        self.version = version
        self.trees = trees
    }

    /// The prefix of the names of cells that are built ahead; other cells are named after their sessions.
    package static let aheadPrefix = "cell_"

    /// Whether a name is that of a cell, built for a session or ahead.
    package static func isCell(_ name: String) -> Bool {
        [SessionKind.prefix, aheadPrefix].contains { name.utf8.starts(with: $0.utf8) }
    }

    /// The controllers that every cell needs.
    private static let required: [Controller] = [.memory, .pids, .cpu]

    /// Finds the hierarchies, and makes the instance's directory in each.
    ///
    /// Instances on one host have different names. `override` is a directory of the unified hierarchy to use in place of the
    /// detected one.
    package static func open(name: String, override: String?) throws(ControlGroupError) -> ControlGroupHost {
        let layout = ControlGroupLayout(
            mountinfo: try read("/proc/self/mountinfo"),
            cgroup: try read("/proc/self/cgroup")
        )
        if let unified = layout.unified, isComplete(unified) {
            let base = try UnifiedBase.prepare(unified, override: override)
            let tree = try make(at: "\(base)/\(name)", controllers: [.memory, .pids, .cpu, .io], version: .v2)
            try UnifiedBase.enableControllers(in: tree.path)
            try requireSwapLimit("memory.swap.max", beside: "memory.max", in: tree)
            return ControlGroupHost(version: .v2, trees: [tree])
        }
        if let unified = layout.unified, layout.legacy.isEmpty {
            let offered = controllers(of: unified)
            let missing = required.map(\.rawValue).filter { !offered.contains($0) }
            throw ControlGroupError.notOffered(missing: missing, path: unified.mountPoint)
        }
        if let override { throw ControlGroupError.notUnified(asked: override) }
        return try openLegacy(layout, name: name)
    }

    private static func openLegacy(_ layout: ControlGroupLayout, name: String) throws(ControlGroupError)
        -> ControlGroupHost
    {
        for controller in required where layout.legacy(of: controller) == nil {
            throw ControlGroupError.missingController(controller.legacyName)
        }
        var trees: [ControlGroupTree] = []
        if let unified = layout.unified {
            trees.append(try make(at: "\(unified.ownDirectory)/\(name)", controllers: [], version: .v2))
        }
        for hierarchy in layout.legacy {
            let used = Controller.allCases.filter { hierarchy.controllers.contains($0.legacyName) }
            guard !used.isEmpty else { continue }
            trees.append(try make(at: "\(hierarchy.ownDirectory)/\(name)", controllers: used, version: .v1))
        }
        for tree in trees where tree.controllers.contains(.memory) {
            try requireSwapLimit("memory.memsw.limit_in_bytes", beside: "memory.limit_in_bytes", in: tree)
        }
        return ControlGroupHost(version: .v1, trees: trees)
    }

    /// Refuses a host that swaps but has no swap limit, since a memory limit alone would be ineffective there.
    ///
    /// The instance's own directory has the same files as its cells' directories.
    private static func requireSwapLimit(
        _ file: String,
        beside other: String,
        in tree: ControlGroupTree
    ) throws(ControlGroupError) {
        // The first line is a heading.
        guard try read("/proc/swaps").split(separator: "\n").count > 1 else { return }
        if tree.contains(other), !tree.contains(file) { throw ControlGroupError.unlimitedSwap(file) }
    }

    private static func make(
        at path: String,
        controllers: [Controller],
        version: ControlGroupVersion
    ) throws(ControlGroupError) -> ControlGroupTree {
        do throws(SystemCallError) {
            return try ControlGroupTree(at: path, controllers: controllers, version: version)
        } catch {
            throw ControlGroupError.failed(error)
        }
    }

    private static func read(_ path: String) throws(ControlGroupError) -> String {
        do throws(SystemCallError) {
            return String(decoding: try OwnedDescriptor.open(path, .read).readAll(bound: 1 << 20), as: UTF8.self)
        } catch {
            throw ControlGroupError.failed(error)
        }
    }

    private static func isComplete(_ unified: ControlGroupLayout.Hierarchy) -> Bool {
        let offered = controllers(of: unified)
        return required.allSatisfy { offered.contains($0.rawValue) }
    }

    private static func controllers(of unified: ControlGroupLayout.Hierarchy) -> [String] {
        let text = (try? read("\(unified.mountPoint)/cgroup.controllers")) ?? ""
        return text.split(whereSeparator: \.isWhitespace).map(String.init)
    }
}

extension ControlGroupHost {
    /// Kills the members of every cell's directory, and removes the directories that are empty.
    ///
    /// - Returns: What is left: one line for each hierarchy that cannot be read, and one line for each cell that still has a
    ///   directory, with its name and the reason for the first one; empty when all are gone.
    package func sweep() -> [String] {
        var unread: [String] = []
        var left: [String: SystemCallError] = [:]
        for tree in trees {
            do throws(SystemCallError) {
                for name in try tree.children() where Self.isCell(name) {
                    tree.killMembers(of: name)
                    do throws(SystemCallError) { try tree.remove(name) } catch {
                        if error.errno != .noEntry { left[name] = left[name] ?? error }
                    }
                }
            } catch {
                // If the instance's own directory is gone, so are all cells below it.
                if error.errno != .noEntry { unread.append("cgroups in \(tree.path): \(error)") }
            }
        }
        return unread + left.sorted { $0.key < $1.key }.map { "cgroup of \($0.key): \($0.value)" }
    }

    /// Removes the instance's own directories, after the last cell.
    ///
    /// A directory with a process in it stays until the next start.
    package func remove() {
        for tree in trees { tree.removeItself() }
    }
}
