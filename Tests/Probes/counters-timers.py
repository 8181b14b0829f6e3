# probe: counters-timers
# principle: P23
# attempts: makes POSIX timers, each of which takes a queued signal of its user
# expect: contained
# control: user
# cap: 300 timers
# end
import ctypes
import sys

libc = ctypes.CDLL(None, use_errno=True)
count = 0
while count < 300 and libc.syscall(222, 1, None, ctypes.byref(ctypes.c_int())) == 0:
    count += 1
if count:
    print("ESCAPED counters-timers", count, "timers")
    sys.exit(1)
print("CONTAINED counters-timers none")
