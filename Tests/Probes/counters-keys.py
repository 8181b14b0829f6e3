# probe: counters-keys
# principle: P23
# attempts: uses up the keys that the kernel counts for each user
# expect: contained
# control: user
# cap: 100 keys
# end
import ctypes
import sys

libc = ctypes.CDLL(None, use_errno=True)
count = 0
while count < 100 and libc.syscall(248, b"user", f"mayfly-{count}".encode(), b"x" * 100, 100, -2) >= 0:  # the process's keyring
    count += 1
if count:
    print("ESCAPED counters-keys", count, "keys")
    sys.exit(1)
print("CONTAINED counters-keys none")
