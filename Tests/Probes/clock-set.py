# probe: clock-set
# principle: P25
# attempts: sets the clocks to what they are: by calls that judge the caller and then change nothing
# expect: contained
# control: root
# end
import ctypes
import os
import sys

libc = ctypes.CDLL(None, use_errno=True)
calls = {
    "settimeofday": lambda: libc.syscall(164, None, None),
    "adjtimex": lambda: libc.syscall(159, ctypes.create_string_buffer(208)),  # modes 0: asks only
    "clock_adjtime": lambda: libc.syscall(305, 0, ctypes.create_string_buffer(208)),
    "clock_settime": lambda: -(libc.syscall(227, 1, (ctypes.c_long * 2)(1, 0)) != 0),  # CLOCK_MONOTONIC cannot be set by anybody
    "the real-time clock": lambda: -1 if not os.path.exists("/dev/rtc0") else os.open("/dev/rtc0", os.O_RDONLY),
}
won = []
for name, call in calls.items():
    if (pid := os.fork()) == 0:
        os._exit(7 if call() >= 0 else 0)
    if os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 7:
        won.append(name)
if won:
    print("ESCAPED clock-set", ", ".join(won))
    sys.exit(1)
print("CONTAINED clock-set the clocks are out of reach")
