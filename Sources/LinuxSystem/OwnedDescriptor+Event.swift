internal import CLinux
internal import Glibc

extension OwnedDescriptor {
    /// Makes a counter that the kernel can be asked to raise; it is readable once that happened.
    package static func eventCounter() throws(SystemCallError) -> OwnedDescriptor {
        OwnedDescriptor(taking: try syscall("eventfd") { eventfd(0, CInt(EFD_CLOEXEC) | CInt(EFD_NONBLOCK)) })
    }

    /// Takes back what such a counter was raised by: it is readable when it is raised again.
    package borrowing func clearEvent() {
        var count: UInt64 = 0
        _ = unsafe Glibc.read(number, &count, MemoryLayout<UInt64>.size)
    }
}
