# probe: kernel-io-uring
# principle: P08
# attempts: makes an io_uring, whose operations no system call filter sees, and registers with one
# expect: contained
# control: user
# end
import ctypes
import sys

libc = ctypes.CDLL(None, use_errno=True)
ring = libc.syscall(425, 4, ctypes.create_string_buffer(120))
if ring < 0 and ctypes.get_errno() not in (1, 38):
    print("ESCAPED kernel-io-uring the kernel looked at the request: errno", ctypes.get_errno())
    sys.exit(1)
if ring >= 0:
    print("ESCAPED kernel-io-uring a ring with features")
    sys.exit(1)
if libc.syscall(426, 0, 1, 0, 0, None, 0) >= 0 or ctypes.get_errno() not in (1, 38):
    print("ESCAPED kernel-io-uring io_uring_enter reached the kernel")
    sys.exit(1)
print("CONTAINED kernel-io-uring there is no ring")
