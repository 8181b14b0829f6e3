/// How an interpreter that cannot receive descriptors in a message asks pid 1 of its cell for its streams.
///
/// It makes a system call that the policy reports, so that pid 1 is notified. Pid 1 answers this call once, before the script
/// starts.
package enum StreamRequest {
    /// No such interpreter is started ahead for a profile whose own list has a rule about this call.
    package static let call = "setpriority"

    /// `PRIO_PROCESS`, the id of no process, and the lowest priority: see `Bootstraps/node.js`.
    package static let arguments: [UInt32] = [0, 0x6d61_7966, 19]

    /// Whether a call of this name is the request.
    ///
    /// - Parameter found: The arguments as the kernel reports them; the call itself uses 32 bits of each.
    package static func matches(arguments found: [UInt64]) -> Bool {
        found.prefix(arguments.count).map { UInt32(truncatingIfNeeded: $0) } == arguments
    }
}
