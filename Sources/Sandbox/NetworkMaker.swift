internal import CCap
internal import CLinux
internal import Glibc
internal import LinuxSystem
internal import MayflyCore
internal import SandboxPlan

/// Makes network namespaces on demand in a process of its own, since making one takes longer than all other namespaces together.
///
/// The process is an ordinary user of the host. It keeps the two capabilities that it needs, valid only in its own user namespace,
/// sees no files, and runs under a filter of a dozen calls. The kernel frees a network namespace at some time after its last
/// process has ended, and counts it until then: at most ``bound`` of them may exist in that user namespace.
struct NetworkMaker {
    /// Kept by number: the descriptors must stay open until the process ends.
    let orders: CInt
    let plain: CInt
    let loopback: CInt
    /// The user namespace of the earlier maker, so that its network namespaces still count; `nil` for the first maker.
    let users: CInt?
    let filter: SeccompProgram

    /// How many may exist at once, in use or not yet freed; each takes some 200 KiB of kernel memory.
    static let bound = 256
    private static let name = "mayfly-networks"
    /// How long to wait for the kernel to free one, in microseconds.
    private static let pause: UInt32 = 1_000

    /// The order for a namespace of this kind.
    static func word(for mode: NetworkMode) -> UInt8 { mode == .loopback ? 1 : 0 }

    /// The process's main function: gives up what it does not need, and serves orders until the warden's end of the socket is closed.
    func run(_ parent: pid_t) -> Never {
        do throws(SystemCallError) {
            try DescriptorTable.closeAll(but: [0, 1, 2, orders, plain, loopback] + [users].compactMap(\.self))
            try enterUsers()
            try become(parent)
            try limitNumber()
            let home = try enterNothing()
            // The first message tells the warden that the bound is in force.
            try send([], through: orders)
            try shedPrivileges()
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

    /// Waits for the go of the warden, which maps the first maker's ids; later makers join that user namespace.
    private func enterUsers() throws(SystemCallError) {
        var byte: UInt8 = 0
        let count = try syscall("recv") { unsafe recv(orders, &byte, 1, 0) }
        guard count == 1, byte == CellStatus.go else { throw SystemCallError("recv", on: "go", errno: .brokenPipe) }
        guard let users else { return }
        try syscall("setns", on: "users") { setns(users, CLONE_NEWUSER) }
    }

    /// Takes on the maker's ids; capabilities stay, because neither id is 0 in that user namespace.
    private func become(_ parent: pid_t) throws(SystemCallError) {
        try ThisProcess.leaveGroups()
        try ThisProcess.become(uid: CellIdentity.scriptInside, gid: CellIdentity.scriptInside)
        try ThisProcess.hide()
        try ChildProcess.dieWithParent(parent)
        try syscall("setsid") { setsid() }
        // Named, so that it is not counted among the processes named like the warden.
        try syscall("prctl", on: "PR_SET_NAME") {
            unsafe Self.name.withCString { clinux_prctl(PR_SET_NAME, UInt(bitPattern: $0), 0, 0, 0) }
        }
    }

    private func limitNumber() throws(SystemCallError) {
        let file = "/proc/sys/user/max_net_namespaces"
        try OwnedDescriptor.open(file, .write).write("\(Self.bound)", on: file)
    }

    /// Leaves every namespace and every file of the host.
    ///
    /// - Returns: The network namespace to return to after each one that was made.
    private func enterNothing() throws(SystemCallError) -> OwnedDescriptor {
        try unshare()
        let others = CInt(CLONE_NEWNS) | CInt(CLONE_NEWIPC) | CInt(CLONE_NEWUTS) | CInt(CLONE_NEWCGROUP)
        try syscall("unshare", on: "all others") { clinux_unshare(others) }
        try Mounts.enterNothing()
        if let users { close(users) }
        return try network(up: false)
    }

    private func shedPrivileges() throws(SystemCallError) {
        try Capabilities.dropBounding()
        try Capabilities.dropAll(but: [CAP_SYS_ADMIN, CAP_NET_ADMIN])
        try ThisProcess.forbidNewPrivileges()
        try filter.load()
    }

    /// Enters a new network namespace; at the bound it waits until the kernel has freed another.
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
        let made = try network(up: mode == .loopback)
        try send([made.number], through: mode == .loopback ? loopback : plain)
    }

    /// Opens the process's current network namespace, after bringing up its loopback interface if wanted.
    private func network(up: Bool) throws(SystemCallError) -> OwnedDescriptor {
        let number = try syscall("socket") { Glibc.socket(AF_INET, CInt(SOCK_DGRAM.rawValue) | O_CLOEXEC, 0) }
        let probe = OwnedDescriptor(taking: number)
        if up { try syscall("ioctl", on: "SIOCSIFFLAGS lo") { unsafe clinux_interface_up(probe.number, "lo") } }
        return OwnedDescriptor(taking: try syscall("ioctl", on: "SIOCGSKNS") { clinux_network_of(probe.number) })
    }

    private func send(_ numbers: [CInt], through socket: CInt) throws(SystemCallError) {
        let bytes: [UInt8] = [0]
        try syscall("sendmsg") { unsafe clinux_send(socket, bytes, 1, numbers, CInt(numbers.count)) }
    }

    /// Waits for the next order; `nil` once the warden's end is closed.
    private func receive() throws(SystemCallError) -> NetworkMode? {
        var word: UInt8 = 0
        let count = try syscall("recv") { unsafe recv(orders, &word, 1, 0) }
        return count == 1 ? (word == Self.word(for: .loopback) ? .loopback : NetworkMode.none) : nil
    }
}
