/// How an interpreter that cannot take descriptors from a message asks pid 1 of its cell for its streams.
///
/// By a call that no policy lets through: pid 1 hears of each of these, and answers this one. It does so once, before the script
/// starts.
package enum StreamRequest {
    /// For a profile whose own list has a rule about it, no such interpreter is started ahead.
    package static let call = "setpriority"

    /// `PRIO_PROCESS`, a process that there is not, and the lowest priority: see `Bootstraps/node.js`.
    package static let arguments: [UInt32] = [0, 0x6d61_7966, 19]

    /// Whether a call of this name is the request.
    ///
    /// - Parameter found: As the kernel reports them: of each, the call itself reads 32 bits.
    package static func matches(arguments found: [UInt64]) -> Bool {
        found.prefix(arguments.count).map { UInt32(truncatingIfNeeded: $0) } == arguments
    }
}
