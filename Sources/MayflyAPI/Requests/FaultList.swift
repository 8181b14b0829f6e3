/// Collects the faults of a request while it is read, so that one answer names all of them.
final class FaultList {
    /// The most faults in one answer.
    private static let most = 32
    private var faults: [RequestFault] = []

    func add(_ pointer: String, _ detail: String) {
        if faults.count < Self.most { faults.append(RequestFault(pointer, detail)) }
    }

    var isEmpty: Bool { faults.isEmpty }

    /// Throws if there are faults.
    func check() throws(RequestFaults) {
        if !faults.isEmpty { throw RequestFaults(faults) }
    }
}
