# probe: endpoints-mqueue
# principle: P11
# attempts: opens a POSIX message queue that a program on the host has made for everybody
# expect: contained
# control: user
# plants: mqueue
# end
import ctypes
import os
import sys

libc = ctypes.CDLL(None, use_errno=True)
queue = libc.syscall(240, b"mayfly-canary", os.O_RDONLY | os.O_NONBLOCK, 0, None)
if queue >= 0 or os.path.exists("/dev/mqueue/mayfly-canary"):
    print("ESCAPED endpoints-mqueue the host's queue is open")
    sys.exit(1)
print("CONTAINED endpoints-mqueue no queue: errno", ctypes.get_errno())
