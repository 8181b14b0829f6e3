import MayflyCore
import Sandbox
import SandboxPlan

/// A protection that can be left out alone: nearly all of them are what a plan says.
enum Protection: String {
    case systemCalls = "system-calls"
    case memory
    case scratchSize = "scratch-size"
    case scratchFiles = "scratch-files"
    case scratchExecution = "scratch-execution"
    case inputExecution = "input-execution"
    case masks
    case devices
    case hostFiles = "host-files"
    case network
    case sharedMemory = "shared-memory"
    case resourceLimits = "resource-limits"
    case landlock
    /// That the warden closes what a cell has given it; no plan says so.
    case closing

    /// Leaves it out of a cell, and nothing else.
    func remove(from plan: inout CellPlan, _ filter: inout SeccompProgram) {
        switch self {
        case .systemCalls:
            if let open = try? SeccompProgram(SystemCallPolicy(groups: [], otherwise: .allow)) { filter = open }
        case .memory: plan.controlGroup.writes.removeAll { $0.controller == .memory }
        case .scratchSize:
            changeScratch(of: &plan) { _, inodes, executable, path in
                .scratch(size: .mebibytes(512), inodes: inodes, executable: executable, at: path)
            }
        case .scratchFiles:
            changeScratch(of: &plan) { size, _, executable, path in
                .scratch(size: size, inodes: 100_000, executable: executable, at: path)
            }
        case .scratchExecution:
            changeScratch(of: &plan) { size, inodes, _, path in
                .scratch(size: size, inodes: inodes, executable: true, at: path)
            }
        case .inputExecution: plan.mounts.steps = plan.mounts.steps.map(\.executable)
        case .masks: plan.mounts.steps.removeAll(where: \.isMask)
        case .devices, .hostFiles, .landlock, .closing: break
        case .network: plan.network = .loopback
        case .sharedMemory:
            plan.mounts.steps.removeAll { if case .scratchDirectory("shm", _, _) = $0 { true } else { false } }
        case .resourceLimits: plan.resourceLimits = []
        }
        // Landlock repeats some of the others: where it would stand in for what is left out, its rules follow the plan.
        if [.landlock, .hostFiles, .scratchExecution, .devices, .network].contains(self) {
            plan.landlock = nil
        }
    }

    private func changeScratch(of plan: inout CellPlan, _ change: (ByteCount, UInt32, Bool, String) -> MountStep) {
        plan.mounts.steps = plan.mounts.steps.map { step in
            if case .scratch(let size, let inodes, let executable, let path) = step {
                change(size, inodes, executable, path)
            } else {
                step
            }
        }
    }

    /// Leaves it out of what the cells of a profile share.
    func remove(from plan: inout TemplatePlan) {
        switch self {
        case .devices: show([.file("dev/kmsg", text: ""), .device("/dev/kmsg", at: "dev/kmsg")], in: &plan)
        case .hostFiles:
            show([.directory("var"), .directory("var/tmp"), .showDirectory("/var/tmp", at: "var/tmp")], in: &plan)
        default: break
        }
    }

    /// Before the root is changed, from when on the host's files are gone.
    private func show(_ steps: [MountStep], in plan: inout TemplatePlan) {
        plan.steps.insert(contentsOf: steps, at: plan.steps.firstIndex(of: .pivot) ?? 0)
    }
}

extension MountStep {
    /// The same, with a session's files such that they may be executed.
    fileprivate var executable: MountStep {
        switch self {
        case .payload(let name, let size, let inodes, _): .payload(name, size: size, inodes: inodes, executable: true)
        case .shelf(let name, let size, let inodes, _): .shelf(name, size: size, inodes: inodes, executable: true)
        default: self
        }
    }

    fileprivate var isMask: Bool {
        switch self {
        case .maskFile, .maskDirectory: true
        default: false
        }
    }
}
