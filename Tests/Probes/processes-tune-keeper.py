# probe: processes-tune-keeper
# principle: P09
# attempts: asks for limits, locks, priority and groups of pid 1, and would be able to change them
# expect: contained
# control: root
# end
import ctypes
import os
import sys

libc = ctypes.CDLL(None, use_errno=True)
pair = (ctypes.c_ulong * 2)()
calls = {
    "prlimit": lambda: libc.syscall(302, 1, 7, None, pair),
    "robust list": lambda: libc.syscall(274, 1, pair, ctypes.byref(pair, 8)),
    "move_pages": lambda: libc.syscall(279, 1, 0, None, None, None, 0),
    "migrate_pages": lambda: libc.syscall(256, 1, 0, None, None),
    "kcmp": lambda: libc.syscall(312, 1, os.getpid(), 0, 0, 0) if os.getuid() else -1,
    "ioprio": lambda: -(libc.syscall(251, 1, 1, 0x4000 * 4 + 4) != 0),
}
won = [name for name, call in calls.items() if call() >= 0]
if won:
    print("ESCAPED processes-tune-keeper", ", ".join(won))
    sys.exit(1)
print("CONTAINED processes-tune-keeper pid 1 is out of reach")
