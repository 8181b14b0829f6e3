internal import LinuxSystem
internal import SandboxPlan

/// What every process of a cell would have to look up for itself, looked up before there is one.
///
/// The language makes a generic type at run time, when it is used first, by its name: some twenty microseconds, in each
/// process that is cloned from one that has not used it. What is done here has no other effect.
package enum Rehearsal {
    /// To be called once, before the first cell is built.
    ///
    /// Not optimised: what has no effect would be left out.
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
