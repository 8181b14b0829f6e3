/// The resources that a session uses at one moment, and has used until then.
///
/// A field that the kernel does not offer is `nil`, never 0.
package struct SessionSample: Hashable, Sendable {
    /// The use since its script started.
    package var used: Usage
    /// The present memory of the whole cell, including page cache.
    package var memory: ByteCount?
    /// The present number of processes and threads in the whole cell, including pid 1.
    package var pids: UInt64?

    package init(used: Usage, memory: ByteCount? = nil, pids: UInt64? = nil) {
        self.used = used
        self.memory = memory
        self.pids = pids
    }
}
