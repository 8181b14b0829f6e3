package import LinuxSystem
package import Sandbox

/// Why the warden cannot work on this host.
package enum WardenError: Error, Hashable, Sendable, CustomStringConvertible {
    case system(SystemCallError)
    case controlGroups(ControlGroupError)
    /// A file that decides what root does is owned or writable by somebody else.
    case untrusted(path: String, why: String)
    /// The process that makes network namespaces could not be started.
    case namespaces(SystemCallError)
    /// The warden cannot enter another namespace and return, which cloning cells from inside of their templates requires.
    case away(SystemCallError)
    case profiles(String)
    case identities(String)

    package var description: String {
        switch self {
        case .system(let error) where error.errno == .noSystemCall:
            "a call that cells are built with is missing: \(error); the kernel lacks it, and Linux 5.14 or newer is needed, or a "
                + "container hides it by a filter: run mayflyd on the host"
        case .namespaces(let error):
            "no user or network namespace can be made, so no script could be kept apart from the host: \(error); they are "
                + "switched off or used up: set user.max_user_namespaces and its like in /proc/sys/user to more than 0; or a "
                + "container forbids them: run mayflyd on the host"
        case .away(let error):
            "cells are cloned from inside of other namespaces, and the warden cannot go there and come back: \(error); it needs "
                + "CAP_SYS_ADMIN and CAP_SYS_CHROOT: give its unit or container both, or run mayflyd on the host"
        case .system(let error): "\(error)"
        case .controlGroups(let error): "\(error)"
        case .untrusted(let path, let why): "\(path) \(why); it must be owned by root and writable by nobody else"
        case .profiles(let text), .identities(let text): text
        }
    }
}

/// Runs `body`, and turns its error into the warden's type.
func system<Result: ~Copyable>(_ body: () throws(SystemCallError) -> Result) throws(WardenError) -> Result {
    do throws(SystemCallError) {
        return try body()
    } catch {
        throw WardenError.system(error)
    }
}
