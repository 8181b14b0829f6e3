internal import CCap
internal import CLinux
internal import Glibc
package import LinuxSystem

/// The capability sets of the calling process.
///
/// The only file that uses libcap.
package enum Capabilities {
    /// Empties the bounding set and locks the securebits, so that no exec can ever give a capability back.
    package static func dropBounding() throws(SystemCallError) {
        for capability in 0..<CInt(cap_max_bits()) where cap_get_bound(cap_value_t(capability)) == 1 {
            try syscall("prctl", on: "PR_CAPBSET_DROP \(capability)") { cap_drop_bound(cap_value_t(capability)) }
        }
        try syscall("prctl", on: "PR_SET_SECUREBITS") {
            clinux_prctl(PR_SET_SECUREBITS, clinux_locked_securebits, 0, 0, 0)
        }
    }

    /// Empties the permitted, effective, inheritable and ambient sets.
    package static func dropAll() throws(SystemCallError) { try dropAll(but: []) }

    /// Empties the inheritable and ambient sets, and leaves only these in the permitted and effective ones.
    static func dropAll(but kept: [cap_value_t]) throws(SystemCallError) {
        try syscall("prctl", on: "PR_CAP_AMBIENT_CLEAR_ALL") {
            clinux_prctl(PR_CAP_AMBIENT, UInt(PR_CAP_AMBIENT_CLEAR_ALL), 0, 0, 0)
        }
        guard let set = unsafe cap_init() else { throw SystemCallError("cap_init", errno: .current) }
        defer { _ = unsafe cap_free(UnsafeMutableRawPointer(set)) }
        // libcap fails if it is given an empty list.
        for kind in kept.isEmpty ? [] : [CAP_PERMITTED, CAP_EFFECTIVE] {
            try syscall("cap_set_flag") { unsafe cap_set_flag(set, kind, CInt(kept.count), kept, CAP_SET) }
        }
        try syscall("capset") { unsafe cap_set_proc(set) }
    }

    /// How many capabilities are left in all five sets together.
    package static func count() throws(SystemCallError) -> Int {
        guard let held = unsafe cap_get_proc() else { throw SystemCallError("capget", errno: .current) }
        defer { _ = unsafe cap_free(UnsafeMutableRawPointer(held)) }
        var count = 0
        for capability in 0..<CInt(cap_max_bits()) {
            if cap_get_bound(cap_value_t(capability)) == 1 { count += 1 }
            count += try Int(
                syscall("prctl", on: "PR_CAP_AMBIENT_IS_SET") {
                    clinux_prctl(PR_CAP_AMBIENT, UInt(PR_CAP_AMBIENT_IS_SET), UInt(capability), 0, 0)
                }
            )
            for set in [CAP_EFFECTIVE, CAP_PERMITTED, CAP_INHERITABLE] {
                var value = CAP_CLEAR
                _ = unsafe cap_get_flag(held, cap_value_t(capability), set, &value)
                if value == CAP_SET { count += 1 }
            }
        }
        return count
    }
}
