internal import CLinux
internal import Glibc
package import LinuxSystem

/// The mount and network namespaces and the working directory that the warden itself lives in, to come back to.
package final class HomeNamespaces {
    private let mounts: OwnedDescriptor
    private let network: OwnedDescriptor
    private let directory: OwnedDescriptor

    /// Those of the calling process, which must have one thread.
    ///
    /// It enters the ones that it is in already, once: this takes what going to others and back takes, so that who cannot
    /// come back never goes.
    package init() throws(SystemCallError) {
        mounts = try OwnedDescriptor.open("/proc/self/ns/mnt", .readFollowing)
        network = try OwnedDescriptor.open("/proc/self/ns/net", .readFollowing)
        directory = try OwnedDescriptor.open(".", .directory)
        try Self.enter(network, CLONE_NEWNET)
        try Self.enter(mounts, CLONE_NEWNS)
        comeBack(to: mounts, CLONE_NEWNS)
    }

    /// Calls `body` in other namespaces, and comes back from those that were entered.
    ///
    /// `body` is to clone, and nothing else: no path leads there to what the caller thinks. A caller that cannot come back
    /// ends, and every cell with it.
    func away<Result: ~Copyable>(
        _ mounts: borrowing OwnedDescriptor,
        _ network: borrowing OwnedDescriptor,
        _ body: () throws(SystemCallError) -> Result
    ) throws(SystemCallError) -> Result {
        try Self.enter(network, CLONE_NEWNET)
        defer { comeBack(to: self.network, CLONE_NEWNET) }
        try Self.enter(mounts, CLONE_NEWNS)
        defer { comeBack(to: self.mounts, CLONE_NEWNS) }
        return try body()
    }

    /// The same with a network namespace alone.
    func away<Result: ~Copyable>(
        in network: borrowing OwnedDescriptor,
        _ body: () throws(SystemCallError) -> Result
    ) throws(SystemCallError) -> Result {
        try Self.enter(network, CLONE_NEWNET)
        defer { comeBack(to: self.network, CLONE_NEWNET) }
        return try body()
    }

    private func comeBack(to home: borrowing OwnedDescriptor, _ kind: CInt) {
        do throws(SystemCallError) {
            try Self.enter(home, kind)
            guard kind == CLONE_NEWNS else { return }
            // To enter mounts is to be at their root.
            let number = directory.number
            try syscall("fchdir", on: "home") { fchdir(number) }
        } catch {
            StandardError.write("mayfly-warden: cannot come back from a cell's namespaces: \(error); ending")
            _exit(71)
        }
    }

    private static func enter(_ namespace: borrowing OwnedDescriptor, _ kind: CInt) throws(SystemCallError) {
        let number = namespace.number
        try syscall("setns", on: kind == CLONE_NEWNS ? "mounts" : "network") { setns(number, kind) }
    }
}
