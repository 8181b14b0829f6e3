internal import CLinux
internal import Glibc
package import LinuxSystem
package import MayflyCore

/// Network namespaces that were made ahead: each is given to one cell, and to no other.
///
/// They wait as messages in a socket, one for each kind, and no process holds one until it is taken for a cell.
package final class NetworkSupply {
    /// One byte for each that is wanted.
    private let orders: MessageSocket
    private let plain: MessageSocket
    private let loopback: MessageSocket
    private let process: ProcessHandle
    /// How many have been ordered and were not taken, of each kind.
    private var ordered: [NetworkMode: Int] = [:]

    /// How many of each kind are kept ready.
    private static let ahead = 16
    /// How long a cell may wait for one; the kernel frees a batch of old ones within some tens of milliseconds.
    private static let patience: CInt = 5_000

    /// How many may exist at once, alive or not freed yet.
    package static var bound: Int { NetworkMaker.bound }

    /// Starts the process that makes them, and waits until the kernel's bound is in force.
    package init() throws(SystemCallError) {
        let pairs = (try SocketPair().release(), try SocketPair().release(), try SocketPair().release())
        orders = MessageSocket(OwnedDescriptor(taking: pairs.0.ours))
        plain = MessageSocket(OwnedDescriptor(taking: pairs.1.ours))
        loopback = MessageSocket(OwnedDescriptor(taking: pairs.2.ours))
        let theirs = [pairs.0.theirs, pairs.1.theirs, pairs.2.theirs]
        defer { for number in theirs { close(number) } }
        let parent = getpid()
        let maker = NetworkMaker(orders: theirs[0], plain: theirs[1], loopback: theirs[2])
        process = try ChildProcess.fork(namespaces: CLONE_NEWUSER) { maker.run(parent) }
        // The first word of the maker: the bound is in force.
        _ = try Self.receive(from: orders, waiting: Self.patience)
    }

    deinit {
        _ = try? process.send(signal: SIGKILL)
        _ = try? process.wait()
    }

    /// Takes one; waits for it if none is ready.
    ///
    /// - Throws: `ETIMEDOUT` when the kernel frees none of those that were used, `EPIPE` when the maker has ended.
    package func take(_ mode: NetworkMode) throws(SystemCallError) -> OwnedDescriptor {
        if ordered[mode, default: 0] == 0 { try keepReady(mode) }
        let number =
            try
            (mode == .loopback
            ? Self.receive(from: loopback, waiting: Self.patience) : Self.receive(from: plain, waiting: Self.patience))
        ordered[mode, default: 1] -= 1
        guard let number else { throw Self.isGone }
        return OwnedDescriptor(taking: number)
    }

    /// Orders as many as were taken; to be called when nobody waits for a cell.
    ///
    /// An idle warden always has the same number of them.
    package func keepReady(_ mode: NetworkMode) throws(SystemCallError) {
        for _ in ordered[mode, default: 0]..<Self.ahead {
            try orders.send([NetworkMaker.word(for: mode)])
            ordered[mode, default: 0] += 1
        }
    }

    private static let isGone = SystemCallError("recv", on: "the maker of network namespaces", errno: .brokenPipe)

    /// The next message of the maker: the number of the descriptor that came with it.
    private static func receive(
        from socket: borrowing MessageSocket,
        waiting: CInt
    ) throws(SystemCallError) -> CInt? {
        var polled = pollfd(fd: socket.descriptor.number, events: Int16(POLLIN), revents: 0)
        guard try syscall("poll", { unsafe poll(&polled, 1, waiting) }) > 0 else {
            throw SystemCallError("poll", on: "no network namespace became free", errno: .timedOut)
        }
        guard let message = try socket.receive(bound: 1) else { throw isGone }
        return message.descriptors.count == 1 ? message.descriptors.take(0).release() : nil
    }
}
