# probe: disk-allocated
# principle: P16
# attempts: takes disk space without writing: fallocate, also beyond the end, and files that stay open without a name
# expect: contained|disk_limit
# control: user
# cap: 96 MiB
# end
import ctypes
import os
import sys

libc = ctypes.CDLL(None, use_errno=True)
taken = 0
for number in range(12):
    descriptor = os.open(".", os.O_TMPFILE | os.O_RDWR, 0o600)
    keep_size = number % 2
    if libc.fallocate(descriptor, keep_size, ctypes.c_long(0), ctypes.c_long(8 << 20)):
        break
    taken += 8
if taken >= 96:
    print("ESCAPED disk-allocated 96 MiB")
    sys.exit(1)
print("CONTAINED disk-allocated stopped at", taken, "MiB")
