# probe: counters-aio
# principle: P23
# attempts: takes asynchronous requests from the one pool that the whole machine has
# expect: contained
# control: user
# cap: 4096 requests
# end
import ctypes
import sys

libc = ctypes.CDLL(None, use_errno=True)
taken = 0
for _ in range(16):
    if libc.syscall(206, 256, ctypes.byref(ctypes.c_ulong())):
        break
    taken += 256
if taken:
    print("ESCAPED counters-aio", taken, "of", open("/proc/sys/fs/aio-max-nr").read().strip())
    sys.exit(1)
print("CONTAINED counters-aio none")
