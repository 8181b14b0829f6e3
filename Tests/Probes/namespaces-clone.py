# probe: namespaces-clone
# principle: P07
# attempts: starts children in new namespaces with clone, also with bits set that the kernel ignores
# expect: contained
# control: user
# end
import ctypes
import os
import sys

libc = ctypes.CDLL(None, use_errno=True)
USER, SIGCHLD = 0x10000000, 17
won = []
for name, flag in {"user": 0, "mnt": 0x20000, "net": 0x40000000, "pid": 0x20000000, "ipc": 0x8000000, "uts": 0x4000000}.items():
    for high in (0, 1 << 32, 1 << 63):
        if (outer := os.fork()) == 0:
            pid = libc.syscall(56, ctypes.c_ulong(flag | USER | SIGCHLD | high), 0, 0, 0, 0)
            if pid == 0:
                os._exit(0)
            if pid > 0:
                os.waitpid(pid, 0)
            os._exit(7 if pid > 0 else 0)
        if os.waitstatus_to_exitcode(os.waitpid(outer, 0)[1]) == 7:
            won.append(name)
if won:
    print("ESCAPED namespaces-clone", *sorted(set(won)))
    sys.exit(1)
print("CONTAINED namespaces-clone clone makes no namespace")
