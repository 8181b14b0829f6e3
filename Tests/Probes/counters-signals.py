# probe: counters-signals
# principle: P23
# attempts: queues signals to itself without taking them
# expect: contained
# control: user
# cap: 1000 signals
# end
import ctypes
import os
import signal
import sys

libc = ctypes.CDLL(None, use_errno=True)
signal.pthread_sigmask(signal.SIG_BLOCK, {40})
count = 0
while count < 1000 and libc.sigqueue(os.getpid(), 40, None) == 0:
    count += 1
while signal.sigtimedwait({40}, 0):
    pass
if count >= 1000:
    print("ESCAPED counters-signals", count, "signals wait")
    sys.exit(1)
print("CONTAINED counters-signals stopped at", count)
