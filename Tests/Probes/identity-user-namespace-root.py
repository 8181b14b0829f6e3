# probe: identity-user-namespace-root
# principle: P02
# attempts: becomes root in a user namespace of its own, the usual first step of a kernel exploit
# expect: contained
# control: user
# end
import ctypes
import os
import sys

libc = ctypes.CDLL(None, use_errno=True)
uid = os.getuid()
if (pid := os.fork()) == 0:
    if libc.unshare(0x10000000):  # CLONE_NEWUSER
        os._exit(0)
    try:
        with open("/proc/self/uid_map", "w") as file:
            file.write(f"0 {uid} 1")
    except OSError:
        pass
    capable = "CapEff:\t0000000000000000" not in open("/proc/self/status").read()
    os._exit(7 if capable or os.getuid() == 0 else 0)
if os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 7:
    print("ESCAPED identity-user-namespace-root every capability, in a namespace of its own")
    sys.exit(1)
print("CONTAINED identity-user-namespace-root no such namespace")
