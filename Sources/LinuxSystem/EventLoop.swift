internal import CLinux
internal import Glibc

/// An epoll instance for one thread, without callbacks.
package struct EventLoop: ~Copyable {
    private let epoll: OwnedDescriptor

    package init() throws(SystemCallError) {
        self.epoll = OwnedDescriptor(taking: try syscall("epoll_create1") { epoll_create1(CInt(EPOLL_CLOEXEC)) })
    }

    /// Watches a descriptor for input and for its end; events carry `token`.
    package borrowing func watch(_ descriptor: borrowing OwnedDescriptor, token: UInt64) throws(SystemCallError) {
        let (epoll, watched) = (self.epoll.number, descriptor.number)
        var event = unsafe epoll_event(events: EPOLLIN.rawValue | EPOLLRDHUP.rawValue, data: epoll_data_t(u64: token))
        try syscall("epoll_ctl", on: "\(watched)") { unsafe epoll_ctl(epoll, EPOLL_CTL_ADD, watched, &event) }
    }

    /// Stops watching; not needed for a descriptor that is closed everywhere.
    package borrowing func ignore(_ descriptor: borrowing OwnedDescriptor) {
        _ = epoll_ctl(epoll.number, EPOLL_CTL_DEL, descriptor.number, nil)
    }

    /// Waits for events or until `milliseconds` have passed, for ever if negative, and returns at most 64 tokens.
    package borrowing func wait(milliseconds: CInt) throws(SystemCallError) -> [UInt64] {
        let epoll = self.epoll.number
        var events = unsafe [epoll_event](repeating: epoll_event(), count: 64)
        let count = try syscall("epoll_wait") { unsafe epoll_wait(epoll, &events, 64, milliseconds) }
        return unsafe events[..<Int(count)].map { unsafe $0.data.u64 }
    }
}
