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
            let arguments = Dictionary(uniqueKeysWithValues: pairs)
            return DeniedCall(name: name, count: call.count, first: delay(until: call), arguments: arguments)
        }
    }

    /// From the start to the first of its kind, if that was in the life of the cell: pid 1 is believed no other moment.
    private func delay(until call: RefusedCall) -> Duration {
        guard let started, call.first > started.nanoseconds, call.first <= Instant.now.nanoseconds else { return .zero }
        return Instant(nanoseconds: call.first) - started
    }
}
