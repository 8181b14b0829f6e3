internal import CLinux
internal import Glibc
package import LinuxSystem
package import MayflyCore
package import SandboxPlan

/// Network namespaces that were made ahead, each for exactly one cell.
///
/// They wait as messages in one socket per kind, and no process holds one before it is taken for a cell. Nothing here blocks:
/// a caller that finds none can watch for the arrival. A maker that has ended is replaced by ``replaceMaker()``.
package final class NetworkSupply {
    private let identity: CellIdentity
    private let filter: SeccompProgram
    private let reaper: Reaper
    /// The user namespace of all makers, in which the kernel counts their network namespaces.
    private let users: OwnedDescriptor
    private let usersIdentity: FileStatus.Identity
    /// The warden's own network namespace, which no cell may get.
    private let own: FileStatus.Identity
    /// `nil` while there is no maker: after the end of one and before the start of the next.
    private var maker: RunningNetworkMaker?
    /// The kinds of which some are kept ready.
    private var kinds: Set<NetworkMode> = []

    /// How long the first maker may take to start, in milliseconds.
    private static let patience: CInt = 5_000

    /// How many may exist at once, in use or not yet freed.
    package static var bound: Int { NetworkMaker.bound }
    /// How many cells may live at once: the rest is for those that are ready and those that are not yet freed.
    package static var mostCells: Int { bound - 2 * RunningNetworkMaker.ahead - 24 }

    /// Starts the first maker, and waits until the kernel's bound is in force.
    ///
    /// - Parameters:
    ///   - identity: Ids that no other process has.
    ///   - filter: The filter for the maker.
    ///   - reaper: Takes over makers that were ended.
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

    /// Whether there is a maker.
    package var hasMaker: Bool { maker != nil }

    /// Watches for the end of the maker.
    package func watchMaker(by loop: borrowing EventLoop, token: UInt64) throws(SystemCallError) {
        if let maker { try loop.watch(maker.child.process.pidfd, token: token) }
    }

    /// Ends the maker, if it has not ended yet; the namespaces that it had ready are freed.
    package func dropMaker(from loop: borrowing EventLoop) {
        guard let maker else { return }
        loop.ignore(maker.child.process.pidfd)
        for kind in kinds { maker.ignore(kind, by: loop) }
        self.maker = nil
    }

    /// Starts another maker in the user namespace of the earlier one, so that the earlier one's namespaces still count.
    package func replaceMaker() throws(SystemCallError) {
        let maker = try RunningNetworkMaker(as: identity, in: users.number, filter, reaper)
        for kind in kinds { try maker.keepReady(kind) }
        self.maker = maker
    }

    /// Takes a namespace if one is ready; orders more if none was ordered.
    ///
    /// - Returns: `nil` when none is ready.
    /// - Throws: An error when the maker sent something other than a network namespace of its own making.
    package func take(_ mode: NetworkMode) throws(SystemCallError) -> OwnedDescriptor? {
        kinds.insert(mode)
        guard let maker, let network = try maker.take(mode) else { return nil }
        try check(network)
        return network
    }

    /// Checks that a descriptor is a network namespace that belongs to the makers and is not the host's.
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

    /// Orders replacements for the namespaces that were taken; to be called when nobody waits for a cell.
    ///
    /// An idle warden so always has the same number ready.
    package func keepReady(_ mode: NetworkMode) throws(SystemCallError) {
        kinds.insert(mode)
        try maker?.keepReady(mode)
    }

    /// Does the same for every kind.
    ///
    /// - Returns: Whether everything was ordered, or there is no maker; otherwise this must be called again.
    package func keepAllReady() -> Bool {
        guard let maker else { return true }
        return kinds.count { (try? maker.keepReady($0)) == nil } == 0
    }

    /// Watches for the arrival of a namespace of a kind, until ``ignore(_:by:)``.
    package func watch(_ mode: NetworkMode, by loop: borrowing EventLoop, token: UInt64) throws(SystemCallError) {
        try maker?.watch(mode, by: loop, token: token)
    }

    /// Stops watching.
    package func ignore(_ mode: NetworkMode, by loop: borrowing EventLoop) { maker?.ignore(mode, by: loop) }
}
