internal import CLinux
internal import Glibc

extension OwnedDescriptor {
    /// Makes an event counter, which is readable after it was raised.
    package static func eventCounter() throws(SystemCallError) -> OwnedDescriptor {
        OwnedDescriptor(taking: try syscall("eventfd") { eventfd(0, CInt(EFD_CLOEXEC) | CInt(EFD_NONBLOCK)) })
    }

    /// Resets an event counter, so that it is readable only when it is raised again.
    package borrowing func clearEvent() {
        var count: UInt64 = 0
        _ = unsafe Glibc.read(number, &count, MemoryLayout<UInt64>.size)
    }
}
