internal import CLinux
internal import Glibc

extension OwnedDescriptor {
    /// Makes a counter that the kernel can be asked to raise; it is readable once that happened.
    package static func eventCounter() throws(SystemCallError) -> OwnedDescriptor {
        OwnedDescriptor(taking: try syscall("eventfd") { eventfd(0, CInt(EFD_CLOEXEC) | CInt(EFD_NONBLOCK)) })
    }
}
