/// Collects what is wrong with a request while it is read, so that one answer names everything.
final class FaultList {
    /// More than this many are not worth an answer.
    private static let most = 32
    private var faults: [RequestFault] = []

    /// Notes one fault.
    func add(_ pointer: String, _ detail: String) {
        if faults.count < Self.most { faults.append(RequestFault(pointer, detail)) }
    }

    /// Whether nothing was wrong so far.
    var isEmpty: Bool { faults.isEmpty }

    /// Throws when anything was wrong.
    func check() throws(RequestFaults) {
        if !faults.isEmpty { throw RequestFaults(faults) }
    }
}
