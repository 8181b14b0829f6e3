/// One value written to a control file of a cell's cgroup.
package struct ControlGroupWrite: Hashable, Sendable, CustomStringConvertible {
    /// The controller, by its name in `/proc/cgroups`; on v2 all controllers share one directory.
    package var controller: Controller
    package var file: String
    package var value: String
    /// Whether the host may lack the file; kernels without swap accounting, for example, lack `memory.swap.max`.
    package var isOptional: Bool
    /// The disk that the value applies to, in a file with a line for each disk.
    package var device: BlockDevice?

    package init(_ controller: Controller, _ file: String, _ value: String, isOptional: Bool = false) {
        self.controller = controller
        self.file = file
        self.value = value
        self.isOptional = isOptional
    }

    /// A value that applies to one disk.
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
    /// Used only on v1, where accounting has a controller of its own.
    case cpuacct
    /// Named `blkio` on v1.
    case io

    /// The name of the v1 hierarchy.
    package var legacyName: String { self == .io ? "blkio" : rawValue }
}

/// The cgroup interface through which a controller is used.
package enum ControlGroupVersion: String, Hashable, Sendable {
    case v1
    case v2
}
