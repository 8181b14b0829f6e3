internal import CLinux
internal import Glibc
package import LinuxSystem
package import SandboxPlan

/// Landlock: the rules that a process without privilege gives itself, and everything it starts, for good.
///
/// The only file that makes these calls.
package enum Landlock {
    /// The newest ABI of this kernel; 0 where it has none, or was started without it.
    package static var abi: Int32 { max(0, clinux_landlock_abi()) }

    /// Puts a plan into force in the calling process, which has no_new_privs.
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

    /// Asks the kernel for something that Landlock refuses with an error of its own: a block device.
    ///
    /// Landlock is asked first, and says `EACCES`; after it `CAP_MKNOD` is asked for, whose lack is `EPERM`. The character
    /// device 0:0 needs no capability, but is a whiteout: Debian 12's Linux 6.1.192 takes it for an ordinary file.
    ///
    /// - Throws: `EPERM` when Landlock did not refuse it; what was made is taken away again.
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

    /// How much of the structure that describes a set of rules the kernel knows, in bytes.
    private static func size(since abi: Int32) -> Int {
        switch abi {
        case ..<4: 8
        case ..<6: 16
        default: 24
        }
    }
}
