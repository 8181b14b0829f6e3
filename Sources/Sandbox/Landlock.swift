internal import CLinux
internal import Glibc
package import LinuxSystem
package import SandboxPlan

/// Landlock: rules that an unprivileged process imposes on itself and on everything that it starts, for good.
///
/// The only file that makes these calls.
package enum Landlock {
    /// The newest ABI of this kernel; 0 where Landlock is missing or disabled.
    package static var abi: Int32 { max(0, clinux_landlock_abi()) }

    /// Puts a plan into force in the calling process, which must have no_new_privs.
    package static func enforce(_ plan: LandlockPlan) throws(SystemCallError) {
        let handled = (plan.handled.rawValue, plan.refusesTCP ? UInt64(0b11) : 0, plan.isScoped ? UInt64(0b11) : 0)
        let number = try syscall("landlock_create_ruleset", on: "abi \(plan.abi)") {
            clinux_landlock_create(handled.0, handled.1, handled.2, Self.size(since: plan.abi))
        }
        let ruleset = OwnedDescriptor(taking: number)
        for rule in plan.rules {
            let parent = try OwnedDescriptor.open(rule.path, .path)
            try syscall("landlock_add_rule", on: rule.path) {
                clinux_landlock_allow(ruleset.number, rule.access.rawValue, parent.number)
            }
        }
        try syscall("landlock_restrict_self") { clinux_landlock_restrict(ruleset.number) }
    }

    /// Checks that Landlock is in force, by an operation that it refuses with an error of its own: making a block device.
    ///
    /// Landlock comes first and answers `EACCES`; the missing `CAP_MKNOD` would answer `EPERM`. The character device 0:0 would need
    /// no capability, but it is a whiteout, which Debian 12's Linux 6.1.192 takes for an ordinary file.
    ///
    /// - Throws: `EPERM` when Landlock did not refuse; a device that was made is removed.
    package static func verify(in directory: String) throws(SystemCallError) {
        let path = "\(directory)/.landlock"
        do throws(SystemCallError) {
            try syscall("mknod", on: path) { unsafe mknod(path, S_IFBLK, 0) }
        } catch  where error.errno == .accessDenied {
            return
        } catch  where error.errno != .notPermitted {
            throw error
        } catch {
        }
        _ = unsafe unlink(path)
        throw SystemCallError("mknod", on: "\(path), in spite of Landlock", errno: .notPermitted)
    }

    /// The size of the ruleset structure that this ABI knows, in bytes.
    private static func size(since abi: Int32) -> Int {
        switch abi {
        case ..<4: 8
        case ..<6: 16
        default: 24
        }
    }
}
