import LinuxSystem
import MayflyCore
import Sandbox
import SandboxPlan

extension Cell {
    /// What the filter refused, in the words of a report.
    var deniedCalls: [DeniedCall] {
        refusedCalls.map { call in
            let name = SeccompProgram.name(ofCall: call.number)
            let judged = profile.policy.judgedArguments(of: name).filter { $0 < call.arguments.count }
            let pairs = judged.map { ("\($0)", "0x" + String(call.arguments[Int($0)], radix: 16)) }
            let first = Instant(nanoseconds: call.first)
            let delay = started.map { max(.zero, first - $0) } ?? .zero
            let arguments = Dictionary(uniqueKeysWithValues: pairs)
            return DeniedCall(name: name, count: call.count, first: delay, arguments: arguments)
        }
    }
}
