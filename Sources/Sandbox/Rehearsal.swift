internal import LinuxSystem
internal import SandboxPlan

/// Lookups that every process of a cell would otherwise repeat, made before the first cell is cloned.
///
/// Swift instantiates a generic type at its first use at run time, which takes some twenty microseconds in each process that
/// is cloned before that use. The calls here have no other effect.
package enum Rehearsal {
    /// Does the lookups; to be called once, before the first cell is built.
    ///
    /// Without optimisation, because the optimiser would remove calls that have no effect.
    @_optimize(none)
    package static func perform() {
        guard let start = StartPlan(texts: ["/bin/true", "1", "true", "A=a"]) else { return }
        let script = Payload(descriptor: 0, files: [Payload.File(path: "main", offset: 0, size: 0)])
        let order = CellOrder(script: script, inputs: script, output: 1, error: 2, input: 0, isHeld: true, start: start)
        _ = CellOrder(bytes: order.bytes, numbers: order.numbers)
        let known: [Any.Type] = [[CInt].self, Payload?.self, Furnisher?.self]
        _ = known.count
        _ = StreamRequest.matches(arguments: [0, 0, 0])
        _ = unsafe ScriptProcess.pointers([])
        var none: OwnedDescriptor? = nil
        none = nil
        _ = consume none
    }
}
