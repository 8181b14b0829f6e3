internal import CLinux
internal import Glibc
package import LinuxSystem
package import MayflyCore
package import SandboxPlan

/// Network namespaces that were made ahead: each is given to one cell, and to no other.
///
/// They wait as messages in a socket, one for each kind, and no process holds one until it is taken for a cell. Nothing here
/// waits: whoever finds none is told when one has come. A maker that has ended is replaced by ``replaceMaker()``.
package final class NetworkSupply {
    private let identity: CellIdentity
    private let filter: SeccompProgram
    private let reaper: Reaper
    /// The user namespace of all makers, in which the kernel counts.
    private let users: OwnedDescriptor
    private let usersIdentity: FileStatus.Identity
    /// The warden's own, which no cell is given.
    private let own: FileStatus.Identity
    /// `nil` from when one has ended until there is another.
    private var maker: RunningNetworkMaker?
    /// The kinds of which some are kept ready.
    private var kinds: Set<NetworkMode> = []

    /// How long the first maker may take to begin, in milliseconds.
    private static let patience: CInt = 5_000

    /// How many may exist at once, alive or not freed yet.
    package static var bound: Int { NetworkMaker.bound }
    /// How many cells may live at once: room is left for those that are ready and those that are not freed yet.
    package static var mostCells: Int { bound - 2 * RunningNetworkMaker.ahead - 24 }

    /// Starts the process that makes them, and waits until the kernel's bound is in force.
    ///
    /// - Parameters:
    ///   - identity: Whose ids nobody else has.
    ///   - filter: Of the maker's calls.
    ///   - reaper: Of makers.
    package init(as identity: CellIdentity, _ filter: SeccompProgram, reaper: Reaper) throws(SystemCallError) {
        self.identity = identity
        self.filter = filter
        self.reaper = reaper
        own = try FileStatus(following: "/proc/self/ns/net").identity
        let maker = try RunningNetworkMaker(as: identity, in: nil, filter, reaper)
        users = try OwnedDescriptor.open("/proc/\(maker.child.process.pid)/ns/user", .readFollowing)
        usersIdentity = try users.status().identity
        try maker.awaitBound(Self.patience)
        self.maker = maker
    }

    /// Whether there is a process that makes them.
    package var hasMaker: Bool { maker != nil }

    /// Watches for the end of the maker.
    package func watchMaker(by loop: borrowing EventLoop, token: UInt64) throws(SystemCallError) {
        if let maker { try loop.watch(maker.child.process.pidfd, token: token) }
    }

    /// Lets go of a maker that has ended, or that is to end; those that it had ready are freed.
    package func dropMaker(from loop: borrowing EventLoop) {
        guard let maker else { return }
        loop.ignore(maker.child.process.pidfd)
        for kind in kinds { maker.ignore(kind, by: loop) }
        self.maker = nil
    }

    /// Starts another maker, in the user namespace of the one before: what that one made still counts.
    package func replaceMaker() throws(SystemCallError) {
        let maker = try RunningNetworkMaker(as: identity, in: users.number, filter, reaper)
        for kind in kinds { try maker.keepReady(kind) }
        self.maker = maker
    }

    /// Takes one if one is ready, and orders more if none was.
    ///
    /// - Returns: `nil` when none is ready.
    /// - Throws: What the maker sent is no network namespace of its own making.
    package func take(_ mode: NetworkMode) throws(SystemCallError) -> OwnedDescriptor? {
        kinds.insert(mode)
        guard let maker, let network = try maker.take(mode) else { return nil }
        try check(network)
        return network
    }

    /// The namespace is a network's, belongs to the makers, and is not the host's.
    private func check(_ network: borrowing OwnedDescriptor) throws(SystemCallError) {
        let number = network.number
        let kind = try syscall("ioctl", on: "NS_GET_NSTYPE") { clinux_namespace_kind(number) }
        let owner = OwnedDescriptor(
            taking: try syscall("ioctl", on: "NS_GET_USERNS") { clinux_namespace_owner(number) }
        )
        guard kind == CLONE_NEWNET, try owner.status().identity == usersIdentity,
            try network.status().identity != own
        else {
            throw SystemCallError("recv", on: "no network of the maker's", errno: .invalidArgument)
        }
    }

    /// Orders as many as were taken; to be called when nobody waits for a cell.
    ///
    /// An idle warden always has the same number of them.
    package func keepReady(_ mode: NetworkMode) throws(SystemCallError) {
        kinds.insert(mode)
        try maker?.keepReady(mode)
    }

    /// The same for every kind.
    ///
    /// - Returns: Whether all were ordered, or there is no maker; what could not be is to be ordered again.
    package func keepAllReady() -> Bool {
        guard let maker else { return true }
        return kinds.count { (try? maker.keepReady($0)) == nil } == 0
    }

    /// Watches for one of a kind that has come, until ``ignore(_:by:)``.
    package func watch(_ mode: NetworkMode, by loop: borrowing EventLoop, token: UInt64) throws(SystemCallError) {
        try maker?.watch(mode, by: loop, token: token)
    }

    /// Stops watching.
    package func ignore(_ mode: NetworkMode, by loop: borrowing EventLoop) { maker?.ignore(mode, by: loop) }
}
