/// Who made a request: what the kernel said about the process at the other end of the socket.
package struct CallerIdentity: Hashable, Sendable, Codable {
    package var uid: UInt32
    package var gid: UInt32
    /// The process that connected.
    ///
    /// Only for people: process identifiers are reused.
    package var pid: Int32

    package init(uid: UInt32, gid: UInt32, pid: Int32) {
        self.uid = uid
        self.gid = gid
        self.pid = pid
    }
}
