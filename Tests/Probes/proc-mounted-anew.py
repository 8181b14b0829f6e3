# probe: proc-mounted-anew
# principle: P06
# attempts: makes a user and mount namespace and mounts a fresh /proc or /sys there, without the masks
# expect: contained
# control: user
# end
import ctypes
import os
import sys

libc = ctypes.CDLL(None, use_errno=True)
os.makedirs("fresh", exist_ok=True)
won = 0
for kind in (b"proc", b"sysfs", b"tmpfs", b"mqueue", b"cgroup2", b"devpts"):
    if (pid := os.fork()) == 0:
        if libc.unshare(0x10000000 | 0x20000 | 0x20000000 | 0x08000000 | 0x40000000):  # user, mnt, pid, ipc, net
            os._exit(0)
        if (inner := os.fork()) == 0:
            os._exit(7 if libc.mount(b"none", b"fresh", kind, 0, None) == 0 else 0)
        os._exit(os.waitstatus_to_exitcode(os.waitpid(inner, 0)[1]))
    won += os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 7
if won:
    print("ESCAPED proc-mounted-anew", won, "file systems of the kernel without masks")
    sys.exit(1)
print("CONTAINED proc-mounted-anew nothing can be mounted")
