# probe: counters-inotify
# principle: P23
# attempts: uses up the watchers that the kernel counts for each user
# expect: contained
# control: user
# cap: 64 instances
# end
import ctypes
import sys

libc = ctypes.CDLL(None, use_errno=True)
count = 0
while count < 64 and libc.inotify_init1(0) >= 0:
    count += 1
if count:
    print("ESCAPED counters-inotify", count, "instances")
    sys.exit(1)
print("CONTAINED counters-inotify none")
