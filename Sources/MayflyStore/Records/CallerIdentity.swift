/// The caller of a request, as the kernel reported the process at the other end of the socket.
package struct CallerIdentity: Hashable, Sendable, Codable {
    package var uid: UInt32
    package var gid: UInt32
    /// The process that connected.
    ///
    /// It only informs people, because process identifiers are reused.
    package var pid: Int32

    package init(uid: UInt32, gid: UInt32, pid: Int32) {
        self.uid = uid
        self.gid = gid
        self.pid = pid
    }
}
