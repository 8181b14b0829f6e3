internal import CLinux
internal import Glibc
internal import LinuxSystem
internal import MayflyCore
internal import SandboxPlan

/// A maker of network namespaces, as the warden handles it: orders go in, namespaces come out.
final class RunningNetworkMaker {
    /// Takes one byte for each namespace that is ordered.
    private let orders: MessageSocket
    private let plain: MessageSocket
    private let loopback: MessageSocket
    let child: Child
    private let reaper: Reaper
    /// How many of each kind were ordered and not taken yet.
    private var ordered: [NetworkMode: Int] = [:]

    /// How many of each kind are kept ready.
    static let ahead = 16

    /// Starts a maker with these ids, in the earlier maker's user namespace, or in a new one if `users` is `nil`.
    init(as identity: CellIdentity, in users: CInt?, _ filter: SeccompProgram, _ reaper: Reaper) throws(SystemCallError)
    {
        // All pairs are made before any is released, so that a failure closes the earlier ones.
        let first = try SocketPair()
        let second = try SocketPair()
        let third = try SocketPair()
        let pairs = (first.release(), second.release(), third.release())
        orders = MessageSocket(OwnedDescriptor(taking: pairs.0.ours))
        plain = MessageSocket(OwnedDescriptor(taking: pairs.1.ours))
        loopback = MessageSocket(OwnedDescriptor(taking: pairs.2.ours))
        let theirs = [pairs.0.theirs, pairs.1.theirs, pairs.2.theirs]
        defer { for number in theirs { close(number) } }
        let parent = getpid()
        let maker = NetworkMaker(
            orders: theirs[0],
            plain: theirs[1],
            loopback: theirs[2],
            users: users,
            filter: filter
        )
        self.reaper = reaper
        child = Child(try ChildProcess.fork(namespaces: users == nil ? CLONE_NEWUSER : 0) { maker.run(parent) })
        if users == nil {
            try CellProcess.release(child.process, identity: identity, through: orders)
        } else {
            try orders.send([CellStatus.go])
        }
    }

    deinit { reaper.end(child) }

    /// Waits for the maker's first message, which says that the bound is in force.
    func awaitBound(_ patience: CInt) throws(SystemCallError) {
        var polled = pollfd(fd: orders.descriptor.number, events: Int16(POLLIN), revents: 0)
        guard try syscall("poll", { unsafe poll(&polled, 1, patience) }) > 0 else {
            throw SystemCallError("poll", on: "the maker of network namespaces", errno: .timedOut)
        }
        guard try orders.receive(bound: 1) != nil else {
            throw SystemCallError("recv", on: "the maker of network namespaces", errno: .brokenPipe)
        }
    }

    /// Orders replacements for the namespaces that were taken.
    func keepReady(_ mode: NetworkMode) throws(SystemCallError) {
        for _ in ordered[mode, default: 0]..<Self.ahead {
            try orders.send([NetworkMaker.word(for: mode)])
            ordered[mode, default: 0] += 1
        }
    }

    /// Takes a namespace that has arrived; does not wait.
    ///
    /// - Returns: `nil` when none has arrived, or when the maker has ended.
    func take(_ mode: NetworkMode) throws(SystemCallError) -> OwnedDescriptor? {
        do throws(SystemCallError) {
            if ordered[mode, default: 0] == 0 { try keepReady(mode) }
            guard let message = try receive(mode) else { return nil }
            ordered[mode, default: 1] -= 1
            guard message.descriptors.count == 1 else {
                throw SystemCallError("recv", on: "no network namespace in the maker's answer", errno: .invalidArgument)
            }
            return message.descriptors.take(0)
        } catch  where [.wouldBlock, .brokenPipe, .connectionReset].contains(error.errno) {
            return nil
        }
    }

    private func receive(_ mode: NetworkMode) throws(SystemCallError) -> MessageSocket.Message? {
        if mode == .loopback { return try loopback.receive(bound: 1) }
        return try plain.receive(bound: 1)
    }

    /// Watches for the arrival of a namespace.
    func watch(_ mode: NetworkMode, by loop: borrowing EventLoop, token: UInt64) throws(SystemCallError) {
        if mode == .loopback {
            try loop.watch(loopback.descriptor, token: token)
        } else {
            try loop.watch(plain.descriptor, token: token)
        }
    }

    /// Stops watching.
    func ignore(_ mode: NetworkMode, by loop: borrowing EventLoop) {
        if mode == .loopback { loop.ignore(loopback.descriptor) } else { loop.ignore(plain.descriptor) }
    }
}
