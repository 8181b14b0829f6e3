/// What a session uses at one moment, and has used until then.
///
/// A field that the kernel does not offer is `nil`, never 0.
package struct SessionSample: Hashable, Sendable {
    /// Since its script started.
    package var used: Usage
    /// Memory of the whole cell now, page cache included.
    package var memory: ByteCount?
    /// Processes and threads of the whole cell now, pid 1 included.
    package var pids: UInt64?

    package init(used: Usage, memory: ByteCount? = nil, pids: UInt64? = nil) {
        self.used = used
        self.memory = memory
        self.pids = pids
    }
}
