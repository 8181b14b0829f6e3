internal import CLinux
internal import Glibc
internal import LinuxSystem
internal import MayflyCore

/// Makes network namespaces on demand, in a process of its own: making one takes longer than all other namespaces together.
///
/// It owns a user namespace and has no capability outside of it. The kernel frees a network namespace some time after its
/// last process, as slowly as it likes, and counts it until then: in that user namespace it allows ``bound`` of them.
struct NetworkMaker {
    /// By number: the descriptors must not be closed before the process ends.
    private let orders: CInt
    private let plain: CInt
    private let loopback: CInt

    /// How many may exist at once, alive or not freed yet; each takes some 200 KiB of the kernel's memory.
    static let bound = 256
    /// How long to wait for the kernel to free one, in microseconds.
    private static let pause: UInt32 = 1_000

    init(orders: CInt, plain: CInt, loopback: CInt) {
        self.orders = orders
        self.plain = plain
        self.loopback = loopback
    }

    /// How a namespace of this kind is ordered.
    static func word(for mode: NetworkMode) -> UInt8 { mode == .loopback ? 1 : 0 }

    func run(_ parent: pid_t) -> Never {
        do throws(SystemCallError) {
            try ChildProcess.dieWithParent(parent)
            try DescriptorTable.closeAll(but: [0, 1, 2, orders, plain, loopback])
            let file = "/proc/sys/user/max_net_namespaces"
            try OwnedDescriptor.open(file, .write).write("\(Self.bound)", on: file)
            try unshare()
            let home = try OwnedDescriptor.open("/proc/self/ns/net", .readFollowing)
            // The first word: the bound is in force.
            try send([], through: orders)
            while let mode = try receive() {
                try make(mode)
                let number = home.number
                try syscall("setns") { setns(number, CLONE_NEWNET) }
            }
            _exit(0)
        } catch {
            StandardError.write("mayfly-warden: making network namespaces: \(error)")
            _exit(1)
        }
    }

    /// Goes into a new one; waits for the kernel to free another where there are as many as may be.
    private func unshare() throws(SystemCallError) {
        while true {
            do throws(SystemCallError) {
                try syscall("unshare", on: "CLONE_NEWNET") { clinux_unshare(CLONE_NEWNET) }
                return
            } catch  where error.errno == .noSpace {
                _ = usleep(Self.pause)
            }
        }
    }

    private func make(_ mode: NetworkMode) throws(SystemCallError) {
        try unshare()
        if mode == .loopback {
            let number = try syscall("socket") { Glibc.socket(AF_INET, CInt(SOCK_DGRAM.rawValue) | O_CLOEXEC, 0) }
            let probe = OwnedDescriptor(taking: number)
            try syscall("ioctl", on: "SIOCSIFFLAGS lo") { unsafe clinux_interface_up(probe.number, "lo") }
        }
        let made = try OwnedDescriptor.open("/proc/self/ns/net", .readFollowing)
        try send([made.number], through: mode == .loopback ? loopback : plain)
    }

    private func send(_ numbers: [CInt], through socket: CInt) throws(SystemCallError) {
        let bytes: [UInt8] = [0]
        try syscall("sendmsg") { unsafe clinux_send(socket, bytes, 1, numbers, CInt(numbers.count)) }
    }

    /// Waits for the next order; `nil` once nobody is there.
    private func receive() throws(SystemCallError) -> NetworkMode? {
        var word: UInt8 = 0
        let count = try syscall("recv") { unsafe recv(orders, &word, 1, 0) }
        return count == 1 ? (word == Self.word(for: .loopback) ? .loopback : NetworkMode.none) : nil
    }
}
