# probe: mounts-new-calls
# principle: P08
# attempts: makes detached mounts with fsopen, fsconfig, fsmount, open_tree, fspick and mount_setattr, and asks statmount and listmount
# expect: contained
# control: root
# end
import ctypes
import os
import struct
import sys

libc = ctypes.CDLL(None, use_errno=True)


def detached():
    context = libc.syscall(430, b"tmpfs", 0)
    libc.syscall(431, context, 6, None, None, 0)  # FSCONFIG_CMD_CREATE
    return libc.syscall(432, context, 0, 0)


calls = {
    "fsopen": lambda: libc.syscall(430, b"proc", 0),
    "fsmount": detached,
    "fspick": lambda: libc.syscall(433, -100, b"/usr", 8),  # FSPICK_EMPTY_PATH; of a mount it does not change
    "open_tree": lambda: libc.syscall(428, -100, b".", 1),  # OPEN_TREE_CLONE
    "open_tree without clone": lambda: libc.syscall(428, -100, b".", 0),
    "mount_setattr": lambda: libc.syscall(442, libc.syscall(428, -100, b".", 1), b"", 0x1000, struct.pack("4Q", 1, 0, 0, 0), 32),
    "listmount": lambda: libc.syscall(458, struct.pack("IIQQQ", 32, 0, 2**64 - 1, 0, 0), ctypes.create_string_buffer(80), 10, 0),
}
won = []
for name, call in calls.items():
    if (pid := os.fork()) == 0:
        os._exit(7 if call() >= 0 else 0)
    if os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 7:
        won.append(name)
if won:
    print("ESCAPED mounts-new-calls", ", ".join(won))
    sys.exit(1)
print("CONTAINED mounts-new-calls no new mount call works")
