# probe: devices-made
# principle: P05
# attempts: makes device nodes with mknod and mknodat, with odd mode bits too, in every place it can write to
# expect: contained
# control: root
# end
import ctypes
import os
import stat
import sys

libc = ctypes.CDLL(None, use_errno=True)
made = []
for place in (".", "/tmp", "/dev/shm", "/outputs"):
    for kind, device in ((stat.S_IFCHR, os.makedev(1, 3)), (stat.S_IFCHR, os.makedev(1, 11)), (stat.S_IFBLK, os.makedev(7, 0))):
        path = f"{place}/node-{os.getpid()}".encode()
        calls = (lambda: libc.syscall(133, path, kind | 0o600, device), lambda: libc.syscall(259, -100, path, kind | 0o600, device))
        calls += (lambda: libc.syscall(133, path, ctypes.c_ulong(kind | 0o600 | 1 << 32), device),)
        for number, call in enumerate(calls):
            if os.path.isdir(place) and call() == 0:
                made.append(f"{place} way {number}")
                os.unlink(path)
if made:
    print("ESCAPED devices-made", len(made), "nodes:", ", ".join(made[:4]))
    sys.exit(1)
print("CONTAINED devices-made no node can be made")
