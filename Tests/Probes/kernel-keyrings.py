# probe: kernel-keyrings
# principle: P08
# attempts: adds, requests, joins and describes keys, which belong to no file system and no process
# expect: contained
# control: user
# end
import ctypes
import os
import sys

libc = ctypes.CDLL(None, use_errno=True)
calls = {
    "add_key": lambda: libc.syscall(248, b"user", b"mayfly-probe", b"x", 1, -1),  # the thread's keyring: gone with it
    "join": lambda: libc.syscall(250, 1, None),
    "session keyring": lambda: libc.syscall(250, 0, -3, 0),
    "user keyring": lambda: libc.syscall(250, 0, -4, 0),
    "describe": lambda: libc.syscall(250, 6, -4, ctypes.create_string_buffer(200), 200),
    "request_key": lambda: -(libc.syscall(249, b"user", b"mayfly-none", None, 0) == -1 and ctypes.get_errno() in (1, 38)),
}
won = []
for name, call in calls.items():
    if (pid := os.fork()) == 0:
        os._exit(7 if call() >= 0 else 0)
    if os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 7:
        won.append(name)
if won:
    print("ESCAPED kernel-keyrings", ", ".join(won))
    sys.exit(1)
print("CONTAINED kernel-keyrings keyrings cannot be reached")
