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

    /// Asks the kernel for something that Landlock alone refuses: a node of device 0:0, which needs no capability.
    ///
    /// - Throws: `EPERM` when it was made after all; it is taken away again.
    package static func verify(in directory: String) throws(SystemCallError) {
        let path = "\(directory)/.landlock"
        do throws(SystemCallError) {
            try syscall("mknod", on: path) { unsafe mknod(path, S_IFCHR, 0) }
        } catch  where error.errno == .accessDenied {
            return
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
