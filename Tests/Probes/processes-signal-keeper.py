# probe: processes-signal-keeper
# principle: P09
# attempts: asks whether it could signal pid 1 and strangers, with signal 0 by every call that sends one
# expect: contained
# control: root
# end
import ctypes
import os
import sys

libc = ctypes.CDLL(None, use_errno=True)
information = ctypes.create_string_buffer(128)
calls = {
    "kill": lambda: libc.kill(1, 0),
    "tkill": lambda: libc.syscall(200, 1, 0),
    "tgkill": lambda: libc.syscall(234, 1, 1, 0),
    "rt_sigqueueinfo": lambda: libc.syscall(129, 1, 0, information),
    "rt_tgsigqueueinfo": lambda: libc.syscall(297, 1, 1, 0, information),
    "pidfd_send_signal": lambda: libc.syscall(424, os.pidfd_open(1), 0, None, 0),
    "kill its own group's elders": lambda: libc.kill(-1, 0),  # succeeds if there is anybody but pid 1 and itself
}
won = []
for name, call in calls.items():
    try:
        if call() == 0:
            won.append(name)
    except OSError:
        pass
if won:
    print("ESCAPED processes-signal-keeper", ", ".join(won))
    sys.exit(1)
print("CONTAINED processes-signal-keeper nobody can be signalled")
