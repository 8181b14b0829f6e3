# probe: mounts-old-calls
# principle: P08
# attempts: mounts, binds, moves and unmounts with the old calls, in a mount namespace of its own where it can have one
# expect: contained
# control: root
# end
import ctypes
import os
import sys

libc = ctypes.CDLL(None, use_errno=True)
for name in ("one", "two"):
    os.makedirs(name, exist_ok=True)
calls = {
    "tmpfs": lambda: libc.mount(b"none", b"one", b"tmpfs", 0, None),
    "bind": lambda: libc.mount(b"one", b"one", None, 4096, None),
    "recursive bind of /": lambda: libc.mount(b"/", b"one", None, 4096 | 16384, None),
    "bind, then move": lambda: libc.mount(b"one", b"one", None, 4096, None) or libc.mount(b"one", b"two", None, 8192, None),
    "bind, then unmount": lambda: libc.mount(b"one", b"one", None, 4096, None) or libc.umount2(b"one", 2),
    "overlay": lambda: libc.mount(b"none", b"one", b"overlay", 0, b"lowerdir=/usr:/etc"),
}
won = []
for name, call in calls.items():
    if (pid := os.fork()) == 0:
        if libc.unshare(0x20000) == 0:
            if libc.mount(b"none", b"/", None, 0x40000 | 16384, None):  # private, so that the host never sees it
                os._exit(0)
        elif os.getuid() == 0:
            os._exit(0)
        os._exit(7 if call() == 0 else 0)
    if os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 7:
        won.append(name)
if won:
    print("ESCAPED mounts-old-calls", ", ".join(won))
    sys.exit(1)
print("CONTAINED mounts-old-calls nothing was mounted")
