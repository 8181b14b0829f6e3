# probe: counters-queues
# principle: P23
# attempts: makes POSIX message queues, whose memory the kernel counts for each user
# expect: contained
# control: user
# cap: 8 queues
# end
import ctypes
import os
import sys

libc = ctypes.CDLL(None, use_errno=True)
names = [f"mayfly-probe-{os.getpid()}-{number}".encode() for number in range(8)]
count = sum(libc.syscall(240, name, 0o102, 0o600, None) >= 0 for name in names)
for name in names:
    libc.syscall(241, name)
if count:
    print("ESCAPED counters-queues", count, "queues")
    sys.exit(1)
print("CONTAINED counters-queues none")
