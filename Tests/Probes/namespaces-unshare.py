# probe: namespaces-unshare
# principle: P07
# attempts: makes a namespace of each kind with unshare: alone, and beside a user namespace
# expect: contained
# control: user
# end
import ctypes
import os
import sys

libc = ctypes.CDLL(None, use_errno=True)
USER = 0x10000000
kinds = {"mnt": 0x20000, "uts": 0x4000000, "ipc": 0x8000000, "user": USER, "pid": 0x20000000, "net": 0x40000000}
kinds |= {"cgroup": 0x2000000, "time": 0x80}
won = []
for name, flag in kinds.items():
    for flags in (flag, flag | USER, flag | USER | 1 << 40):
        if (pid := os.fork()) == 0:
            os._exit(7 if libc.syscall(272, ctypes.c_ulong(flags)) == 0 else 0)
        if os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 7:
            won.append(f"{name} by 0x{flags:x}")
if won:
    print("ESCAPED namespaces-unshare", ", ".join(won))
    sys.exit(1)
print("CONTAINED namespaces-unshare unshare makes nothing")
