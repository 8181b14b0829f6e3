internal import CLinux
internal import CSeccomp
internal import Glibc
package import LinuxSystem
internal import MayflyCore
package import SandboxPlan

/// A compiled seccomp filter, as the kernel loads it.
///
/// Compiled once per policy; the only file that uses libseccomp.
package struct SeccompProgram: Hashable, Sendable {
    /// The instructions, eight bytes each.
    package let instructions: [UInt8]

    /// The number of instructions, and the most that the kernel takes.
    package var count: Int { instructions.count / 8 }
    package static let longest = 4096

    /// Compiles a policy for this machine's own system call table.
    ///
    /// A call that is newer than libseccomp's table fails with `ENOSYS`, whatever the policy's default is: programs then fall back to the
    /// older call instead of giving up.
    ///
    /// - Parameter newCalls: Accepts rules that allow calls which libseccomp does not know, as in files written for newer kernels; these
    ///   calls stay refused.
    /// - Throws: `EINVAL` when any other rule names an unknown call, since a misspelt rule must not be ignored.
    package init(_ policy: SystemCallPolicy, newCalls: Bool = false) throws(SystemCallError) {
        let filter = try SeccompFilter(otherwise: policy.otherwise)
        try filter.configure()
        for rule in policy.rules where rule.action != policy.otherwise { try filter.add(rule, newCalls: newCalls) }
        instructions = Self.newerCalls + (try filter.export())
    }

    /// The highest number in libseccomp's table for this machine.
    package static let newestCall: UInt32 = {
        var number: Int32 = 1023
        while number > 0 {
            if let name = unsafe seccomp_syscall_resolve_num_arch(seccomp_arch_native(), number) {
                unsafe free(name)
                break
            }
            number -= 1
        }
        return UInt32(number)
    }()

    /// Instructions that answer calls newer than the table, and leave all others to the rest of the filter.
    ///
    /// Calls of another machine and of x32, whose numbers begin at 2^30, are left to the rest as well.
    private static var newerCalls: [UInt8] {
        [
            instruction(0x20, 0, 0, 4),  // load the machine
            instruction(0x15, 0, 4, 0xc000_003e),  // not x86-64: go on
            instruction(0x20, 0, 0, 0),  // load the number
            instruction(0x35, 2, 0, 1 << 30),  // x32's: go on
            instruction(0x25, 0, 1, newestCall),  // in the table: go on
            instruction(0x06, 0, 0, 0x0005_0000 | UInt32(ENOSYS)),
        ]
        .flatMap(\.self)
    }

    /// Encodes a `struct sock_filter`: the code, how far to jump if the test holds and if not, and a number.
    private static func instruction(_ code: UInt16, _ yes: UInt8, _ no: UInt8, _ number: UInt32) -> [UInt8] {
        [UInt8(code), 0, yes, no] + (0..<4).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
    }

    /// Loads the filter into the calling process, for good.
    package func load() throws(SystemCallError) {
        _ = unsafe try withProgram { unsafe clinux_seccomp_load(&$0) }
    }

    /// Loads the filter with a listener for reported calls into the calling process, for good.
    ///
    /// Where the kernel can, a signal does not interrupt the wait for the answer, so that no reported call is made twice.
    ///
    /// - Returns: The listener that receives the reported calls. Once nobody has it open, these calls fail with `ENOSYS`.
    package func listen() throws(SystemCallError) -> OwnedDescriptor {
        do throws(SystemCallError) {
            let flags = clinux_seccomp_wait_killable
            return OwnedDescriptor(taking: unsafe try withProgram { unsafe clinux_seccomp_listen(&$0, flags) })
        } catch  where error.errno == .invalidArgument {
            return OwnedDescriptor(taking: unsafe try withProgram { unsafe clinux_seccomp_listen(&$0, 0) })
        }
    }

    private func withProgram(_ body: (inout clinux_filter_program) -> CInt) throws(SystemCallError) -> CInt {
        let count = UInt16(instructions.count / 8)
        return try syscall("seccomp") {
            unsafe instructions.withUnsafeBytes { bytes in
                var program = unsafe clinux_filter_program(count: count, instructions: bytes.baseAddress)
                return unsafe body(&program)
            }
        }
    }

    /// The name of a call in this machine's own table, for example `ptrace`.
    package static func name(ofCall number: Int32) -> String {
        guard let name = unsafe seccomp_syscall_resolve_num_arch(seccomp_arch_native(), number) else {
            return "call \(number)"
        }
        defer { unsafe free(name) }
        return unsafe String(cString: name)
    }
}

/// A filter that is being built.
///
/// Owns the libseccomp context and frees it.
@safe private struct SeccompFilter: ~Copyable {
    private let context: scmp_filter_ctx

    /// Begins with the same action for every call.
    init(otherwise: SystemCallRule.Action) throws(SystemCallError) {
        guard let context = unsafe seccomp_init(Self.code(of: otherwise)) else {
            throw SystemCallError("seccomp_init", errno: .invalidArgument)
        }
        unsafe self.context = context
    }

    deinit {
        unsafe seccomp_release(context)
    }

    /// Makes calls of another table end the process, and the filter a tree in place of a list.
    borrowing func configure() throws(SystemCallError) {
        try check("seccomp_attr_set", unsafe seccomp_attr_set(context, SCMP_FLTATR_ACT_BADARCH, 0x8000_0000))
        try check("seccomp_attr_set", unsafe seccomp_attr_set(context, SCMP_FLTATR_CTL_OPTIMIZE, 2))
    }

    /// Adds a rule.
    ///
    /// - Parameter newCalls: Whether to skip a rule that allows a call which libseccomp does not know.
    borrowing func add(_ rule: SystemCallRule, newCalls: Bool) throws(SystemCallError) {
        let number = unsafe seccomp_syscall_resolve_name(rule.call)
        if newCalls, number == __NR_SCMP_ERROR, rule.action == .allow { return }
        guard number != __NR_SCMP_ERROR else {
            throw SystemCallError("seccomp_syscall_resolve_name", on: rule.call, errno: .invalidArgument)
        }
        // A negative number is a call that this machine does not have, so that there is nothing to allow.
        if number < 0 { return }
        let action = Self.code(of: rule.action)
        let comparison = rule.conditions.map(Self.comparison)
        let result = unsafe seccomp_rule_add_array(context, action, number, UInt32(comparison.count), comparison)
        // An equal rule exists already.
        if result == -EEXIST { return }
        try check("seccomp_rule_add", result, rule.description)
    }

    /// The filter in the kernel's format.
    borrowing func export() throws(SystemCallError) -> [UInt8] {
        let file = try MemoryFile.make("seccomp")
        try check("seccomp_export_bpf", unsafe seccomp_export_bpf(context, file.number))
        return try file.read(count: 65_535 * 8, at: 0)
    }

    private borrowing func check(_ call: StaticName, _ result: CInt, _ subject: String = "") throws(SystemCallError) {
        guard result == 0 else { throw SystemCallError(call, on: subject, errno: Errno(rawValue: -result)) }
    }

    private static func comparison(_ condition: SystemCallCondition) -> scmp_arg_cmp {
        func make(_ operation: scmp_compare, _ first: UInt64, _ second: UInt64 = 0) -> scmp_arg_cmp {
            scmp_arg_cmp(arg: condition.argument, op: operation, datum_a: first, datum_b: second)
        }
        return switch condition.comparison {
        case .masked(let mask): make(SCMP_CMP_MASKED_EQ, mask, condition.value)
        case .notEqual: make(SCMP_CMP_NE, condition.value)
        case .less: make(SCMP_CMP_LT, condition.value)
        case .lessOrEqual: make(SCMP_CMP_LE, condition.value)
        case .greaterOrEqual: make(SCMP_CMP_GE, condition.value)
        case .greater: make(SCMP_CMP_GT, condition.value)
        }
    }

    /// The kernel's numbers, from <linux/seccomp.h>.
    private static func code(of action: SystemCallRule.Action) -> UInt32 {
        switch action {
        case .allow: 0x7fff_0000
        case .fail(let errno): 0x0005_0000 | UInt32(truncatingIfNeeded: errno) & 0xffff
        case .report: 0x7fc0_0000
        }
    }
}
