# probe: memory-locked
# principle: P14
# attempts: locks more memory than a little, so that it cannot be taken back
# expect: contained
# control: user
# cap: 2 MiB
# end
import ctypes
import mmap
import sys

libc = ctypes.CDLL(None, use_errno=True)
area = mmap.mmap(-1, 2 << 20)
address = ctypes.c_void_p(ctypes.addressof(ctypes.c_char.from_buffer(area)))
won = [name for name, answer in (
    ("mlock", libc.mlock(address, 2 << 20)),
    ("mlock2", libc.syscall(325, address, 2 << 20, 1)),
) if answer == 0]
if won:
    print("ESCAPED memory-locked", *won)
    sys.exit(1)
print("CONTAINED memory-locked no locks beyond 64 KiB")
