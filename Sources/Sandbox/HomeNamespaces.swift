internal import CLinux
internal import Glibc
package import LinuxSystem

/// The warden's own mount and network namespaces and working directory, to return to.
package final class HomeNamespaces {
    private let mounts: OwnedDescriptor
    private let network: OwnedDescriptor
    private let directory: OwnedDescriptor

    /// Opens those of the calling process, which must have one thread.
    ///
    /// To test that a return will succeed, the process enters its own namespaces once: it never leaves if it could not come back.
    package init() throws(SystemCallError) {
        mounts = try OwnedDescriptor.open("/proc/self/ns/mnt", .readFollowing)
        network = try OwnedDescriptor.open("/proc/self/ns/net", .readFollowing)
        directory = try OwnedDescriptor.open(".", .directory)
        try Self.enter(network, CLONE_NEWNET)
        try Self.enter(mounts, CLONE_NEWNS)
        comeBack(to: mounts, CLONE_NEWNS)
    }

    /// Calls `body` in other namespaces, and returns to the warden's own.
    ///
    /// `body` must only clone, since paths lead elsewhere meanwhile. A caller that cannot return ends, and every cell ends with it.
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

    /// Does the same with a network namespace alone.
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
            // Entering a mount namespace also sets the root and the working directory to its root.
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
