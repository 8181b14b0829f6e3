internal import CLinux
internal import Glibc
package import LinuxSystem
package import MayflyCore

/// Network namespaces that were made ahead: each is given to one cell, and to no other.
package final class NetworkSupply {
    private let socket: MessageSocket
    private let process: ProcessHandle
    private var ready: [(mode: NetworkMode, number: CInt)] = []
    /// How many have been asked for and have not come, of each kind.
    private var asked: [NetworkMode: Int] = [:]

    /// How many of each kind are kept ready.
    private static let ahead = 16
    /// How long a cell may wait for one; the kernel frees a batch of old ones within some tens of milliseconds.
    private static let patience: CInt = 5_000

    /// How many may exist at once, alive or not freed yet.
    package static var bound: Int { NetworkMaker.bound }

    /// Starts the process that makes them, and waits until the kernel's bound is in force.
    package init() throws(SystemCallError) {
        let pair = try SocketPair().release()
        let (theirs, parent) = (pair.theirs, getpid())
        socket = MessageSocket(OwnedDescriptor(taking: pair.ours))
        do throws(SystemCallError) {
            process = try ChildProcess.fork(namespaces: CLONE_NEWUSER) { NetworkMaker(socket: theirs).run(parent) }
        } catch {
            close(theirs)
            throw error
        }
        close(theirs)
        guard try receive(waiting: Self.patience) != nil else {
            throw SystemCallError("recv", on: "the maker of network namespaces", errno: .brokenPipe)
        }
    }

    deinit {
        for one in ready { close(one.number) }
        _ = try? process.send(signal: SIGKILL)
        _ = try? process.wait()
    }

    /// Takes one; waits for it if none is ready.
    ///
    /// - Throws: `ETIMEDOUT` when the kernel frees none of those that were used, `EPIPE` when the maker has ended.
    package func take(_ mode: NetworkMode) throws(SystemCallError) -> OwnedDescriptor {
        while try takeIn(waiting: 0) {}
        while true {
            if let index = ready.firstIndex(where: { $0.mode == mode }) {
                return OwnedDescriptor(taking: ready.remove(at: index).number)
            }
            if asked[mode, default: 0] == 0 { try ask(for: mode, Self.ahead) }
            try takeIn(waiting: Self.patience)
        }
    }

    /// Asks for as many as were used; to be called when nobody waits for a cell.
    ///
    /// An idle warden always has the same number of them.
    package func keepReady(_ mode: NetworkMode) throws(SystemCallError) {
        while try takeIn(waiting: 0) {}
        let known = ready.count { $0.mode == mode } + asked[mode, default: 0]
        if known < Self.ahead { try ask(for: mode, Self.ahead - known) }
    }

    /// Has a loop say when some have come.
    package func announce(on loop: borrowing EventLoop, token: UInt64) throws(SystemCallError) {
        try loop.watch(socket.descriptor, token: token)
    }

    /// Takes those that have come; a maker that has ended announces itself no more, and whoever needs one is told.
    package func takeInAll(from loop: borrowing EventLoop) {
        do throws(SystemCallError) { while try takeIn(waiting: 0) {} } catch { loop.ignore(socket.descriptor) }
    }

    private func ask(for mode: NetworkMode, _ count: Int) throws(SystemCallError) {
        for _ in 0..<count {
            try socket.send([mode == .loopback ? 1 : 0])
            asked[mode, default: 0] += 1
        }
    }

    @discardableResult
    private func takeIn(waiting: CInt) throws(SystemCallError) -> Bool {
        guard let (word, number) = try receive(waiting: waiting) else {
            if waiting == 0 { return false }
            throw SystemCallError("poll", on: "no network namespace became free", errno: .timedOut)
        }
        guard let number else { return false }
        let mode = word == 1 ? NetworkMode.loopback : .none
        ready.append((mode, number))
        asked[mode, default: 1] -= 1
        return true
    }

    /// The next word of the maker, and the namespace that came with it; `nil` when none comes in time.
    private func receive(waiting: CInt) throws(SystemCallError) -> (word: UInt8, number: CInt?)? {
        if waiting > 0 {
            var polled = pollfd(fd: socket.descriptor.number, events: Int16(POLLIN), revents: 0)
            guard try syscall("poll", { unsafe poll(&polled, 1, waiting) }) > 0 else { return nil }
        }
        do throws(SystemCallError) {
            guard let message = try socket.receive(bound: 1), let word = message.bytes.first else {
                throw SystemCallError("recv", on: "the maker of network namespaces", errno: .brokenPipe)
            }
            return (word, message.descriptors.count == 1 ? message.descriptors.take(0).release() : nil)
        } catch  where error.errno == .wouldBlock {
            return nil
        }
    }
}
