/// One value written to a control file of a cell's cgroup.
package struct ControlGroupWrite: Hashable, Sendable, CustomStringConvertible {
    /// The controller, by its name in `/proc/cgroups`; on v2 all share one directory.
    package var controller: Controller
    package var file: String
    package var value: String
    /// Whether the host may lack the file, as kernels without swap accounting lack `memory.swap.max`.
    package var isOptional: Bool
    /// The disk that the value is for, in a file that has a line for each.
    package var device: BlockDevice?

    package init(_ controller: Controller, _ file: String, _ value: String, isOptional: Bool = false) {
        self.controller = controller
        self.file = file
        self.value = value
        self.isOptional = isOptional
    }

    /// A value for one disk.
    package init(_ controller: Controller, _ file: String, _ value: String, of device: BlockDevice) {
        self.init(controller, file, "\(device) \(value)")
        self.device = device
    }

    package var description: String { "\(controller.rawValue): \(file) = \(value)\(isOptional ? " (if there)" : "")" }
}

/// The controllers that Mayfly uses.
package enum Controller: String, CaseIterable, Hashable, Sendable {
    case memory
    case pids
    case cpu
    /// Only on v1, where accounting is a controller of its own.
    case cpuacct
    /// `blkio` on v1.
    case io

    /// The name of the v1 hierarchy.
    package var legacyName: String { self == .io ? "blkio" : rawValue }
}

/// Which cgroup interface a controller is used through.
package enum ControlGroupVersion: String, Hashable, Sendable {
    case v1
    case v2
}
