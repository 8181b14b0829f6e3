# probe: scheduler-priority
# principle: P25
# attempts: changes how the kernel schedules it: policies, priorities for processor and disk, real time, deadlines
# expect: contained
# control: user
# end
import ctypes
import os
import struct
import sys

libc = ctypes.CDLL(None, use_errno=True)
calls = {
    "SCHED_BATCH": lambda: libc.syscall(144, 0, 3, struct.pack("i", 0)),
    "SCHED_FIFO": lambda: libc.syscall(144, 0, 1, struct.pack("i", 1)),
    "sched_setattr idle": lambda: libc.syscall(314, 0, struct.pack("IIQiIQQQ", 48, 5, 0, 0, 0, 0, 0, 0), 0),
    "nice 1": lambda: libc.setpriority(0, 0, 1),
    "nice -5": lambda: libc.setpriority(0, 0, -5),
    "ioprio": lambda: libc.syscall(251, 1, 0, 2 << 13 | 7),
    "sched_setparam": lambda: libc.syscall(142, 0, struct.pack("i", 0)),
    "set_mempolicy": lambda: libc.syscall(238, 0, None, 0),
}
won = []
for name, call in calls.items():
    if (pid := os.fork()) == 0:
        os._exit(7 if call() == 0 else 0)
    if os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 7:
        won.append(name)
if won:
    print("ESCAPED scheduler-priority", ", ".join(won))
    sys.exit(1)
print("CONTAINED scheduler-priority scheduled as it was")
