# probe: identity-change
# principle: P02
# attempts: becomes another user by every call that changes an id, and joins or leaves groups
# expect: contained
# control: root
# end
import ctypes
import os
import sys

libc = ctypes.CDLL(None, use_errno=True)
attempts = {
    "setuid": lambda: libc.syscall(105, 4242),
    "setgid": lambda: libc.syscall(106, 4242),
    "setreuid": lambda: libc.syscall(113, 4242, 4242),
    "setregid": lambda: libc.syscall(114, 4242, 4242),
    "setgroups": lambda: libc.syscall(116, 1, (ctypes.c_uint32 * 1)(4242)),
    "setresuid": lambda: libc.syscall(117, 4242, 4242, 4242),
    "setresgid": lambda: libc.syscall(119, 4242, 4242, 4242),
    "keeper's uid": lambda: libc.syscall(117, 1001, 1001, 1001),
    "setfsuid": lambda: (libc.syscall(122, 4242), 0 if libc.syscall(122, -1) == 4242 else -1)[1],
}
won = []
for name, attempt in attempts.items():
    if (pid := os.fork()) == 0:
        os._exit(7 if attempt() == 0 else 0)
    if os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 7:
        won.append(name)
if won:
    print("ESCAPED identity-change", *won)
    sys.exit(1)
print("CONTAINED identity-change same ids as before")
