/// The resources that a session used.
///
/// A field that the kernel does not offer is `nil`, never 0.
package struct Usage: Hashable, Sendable, Codable {
    package var wall: Duration?
    package var cpuUser: Duration?
    package var cpuSystem: Duration?
    /// Processor time of the whole cell, as the cgroup counted it.
    package var cpuTotal: Duration?
    package var throttled: Duration?
    package var memoryPeak: ByteCount?
    package var oomKills: UInt64?
    package var pidsPeak: UInt64?
    /// The highest observed use of the scratch file system, which is sampled and read again at the end.
    package var diskBytes: ByteCount?
    package var diskInodes: UInt64?
    package var ioRead: ByteCount?
    package var ioWritten: ByteCount?
    package var voluntarySwitches: UInt64?
    package var involuntarySwitches: UInt64?

    package init() {}
}
