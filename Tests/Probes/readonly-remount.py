# probe: readonly-remount
# principle: P04
# attempts: makes a read-only bind mount writable again, in a mount namespace of its own where it can have one
# expect: contained
# control: root
# end
import ctypes
import os
import sys

libc = ctypes.CDLL(None, use_errno=True)
BIND, REMOUNT, RDONLY, PRIVATE_ALL = 4096, 32, 1, 0x40000 | 16384
os.makedirs("bound", exist_ok=True)
if (pid := os.fork()) == 0:
    target = b"/usr"
    if libc.unshare(0x20000) == 0:  # CLONE_NEWNS: what follows is nobody else's
        if libc.mount(b"none", b"/", None, PRIVATE_ALL, None) or libc.mount(b"bound", b"bound", None, BIND, None):
            os._exit(0)
        libc.mount(b"none", b"bound", None, BIND | REMOUNT | RDONLY, None)
        target = b"bound"
    os._exit(7 if libc.mount(b"none", target, None, BIND | REMOUNT, None) == 0 else 0)
if os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 7:
    print("ESCAPED readonly-remount a read-only mount was made writable")
    sys.exit(1)
print("CONTAINED readonly-remount read-only stays read-only")
