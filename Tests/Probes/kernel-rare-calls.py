# probe: kernel-rare-calls
# principle: P08
# attempts: asks for descriptors that ordinary scripts never need: userfaultfd, fanotify, secret memory, landlock, aio, message queues
# expect: contained
# control: user
# end
import ctypes
import os
import sys

libc = ctypes.CDLL(None, use_errno=True)
calls = {
    "userfaultfd": lambda: libc.syscall(323, 1),
    "fanotify": lambda: libc.syscall(300, 0x200, 0),
    "memfd_secret": lambda: libc.syscall(447, 0),
    "memfd_create": lambda: libc.syscall(319, b"x", 0),
    "landlock_create_ruleset": lambda: libc.syscall(444, None, 0, 1),
    "io_setup": lambda: libc.syscall(206, 4, ctypes.byref(ctypes.c_ulong())),
    "mq_open": lambda: libc.syscall(240, b"mayfly-probe-rare", 0o102, 0o600, None) | libc.syscall(241, b"mayfly-probe-rare"),
    "inotify_init": lambda: libc.syscall(253),
    "remap_file_pages": lambda: -(libc.syscall(216, 0, 0, 0, 0, 0) == -1 and ctypes.get_errno() in (1, 38)),
    "vmsplice": lambda: -(libc.syscall(278, 1, None, 0, 0) == -1 and ctypes.get_errno() in (1, 38)),
    "name_to_handle_at": lambda: -(libc.syscall(303, -100, b"/", None, None, 0) == -1 and ctypes.get_errno() in (1, 38)),
}
won = []
for name, call in calls.items():
    if (pid := os.fork()) == 0:
        os._exit(7 if call() >= 0 else 0)
    if os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 7:
        won.append(name)
if won:
    print("ESCAPED kernel-rare-calls", ", ".join(won))
    sys.exit(1)
print("CONTAINED kernel-rare-calls", len(calls), "calls refused")
