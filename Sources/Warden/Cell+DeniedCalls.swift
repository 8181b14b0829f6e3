import LinuxSystem
import MayflyCore
import Sandbox
import SandboxPlan

extension Cell {
    /// The calls that the filter refused, as the session's report lists them.
    var deniedCalls: [DeniedCall] {
        refusedCalls.map { call in
            let name = SeccompProgram.name(ofCall: call.number)
            let judged = profile.policy.judgedArguments(of: name).filter { $0 < call.arguments.count }
            let pairs = judged.map { ("\($0)", "0x" + String(call.arguments[Int($0)], radix: 16)) }
            let arguments = Dictionary(uniqueKeysWithValues: pairs)
            return DeniedCall(name: name, count: call.count, first: delay(until: call), arguments: arguments)
        }
    }

    /// The time from the start to the first call of a kind; zero if the moment that pid 1 told is outside of the cell's life.
    private func delay(until call: RefusedCall) -> Duration {
        guard let started, call.first > started.nanoseconds, call.first <= Instant.now.nanoseconds else { return .zero }
        return Instant(nanoseconds: call.first) - started
    }
}
