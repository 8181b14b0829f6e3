# probe: kernel-ignored-bits
# principle: P08
# attempts: calls with bits set above those that the kernel reads, so that a filter which compares all 64 sees another value
# expect: contained
# control: user
# end
import ctypes
import os
import sys

libc = ctypes.CDLL(None, use_errno=True)
wide = ctypes.c_ulong
calls = {
    "netlink socket": lambda: libc.syscall(41, wide(16 | 1 << 32), 3, 0),
    "vsock socket": lambda: libc.syscall(41, wide(40 | 1 << 63), 1, 0),
    "personality": lambda: libc.syscall(135, wide(0x40000 | 1 << 32)),
    "clone": lambda: libc.syscall(56, wide(0x10000011 | 1 << 33), 0, 0, 0, 0),
    "pipe size": lambda: libc.syscall(72, os.pipe()[1], wide(1031 | 1 << 32), 8192),
}
won = []
for name, call in calls.items():
    if (pid := os.fork()) == 0:
        answer = call()
        os._exit(7 if answer > 0 or (name == "personality" and answer == 0) else 0)
    if os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 7:
        won.append(name)
if won:
    print("ESCAPED kernel-ignored-bits", ", ".join(won))
    sys.exit(1)
print("CONTAINED kernel-ignored-bits the filter reads what the kernel reads")
