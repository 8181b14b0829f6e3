# probe: privilege-kernel-state
# principle: P01
# attempts: asks the kernel for what must be locked: no_new_privs, a seccomp filter, securebits that keep uid 0 powerless
# expect: contained
# control: user
# end
import ctypes
import sys

libc = ctypes.CDLL(None, use_errno=True)
missing = []
if libc.prctl(39, 0, 0, 0, 0) != 1:  # PR_GET_NO_NEW_PRIVS
    missing.append("no_new_privs")
if "Seccomp:\t2" not in open("/proc/self/status").read():
    missing.append("seccomp")
if libc.prctl(27, 0, 0, 0, 0) & 0x2F != 0x2F:  # PR_GET_SECUREBITS: NOROOT, NO_SETUID_FIXUP, KEEP_CAPS_LOCKED
    missing.append("securebits")
if missing:
    print("ESCAPED privilege-kernel-state without", *missing)
    sys.exit(1)
print("CONTAINED privilege-kernel-state all in force")
