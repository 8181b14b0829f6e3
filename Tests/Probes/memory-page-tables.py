# probe: memory-page-tables
# principle: P14
# attempts: touches one byte in every 2 MiB of a huge empty map, so that the kernel needs a page table for each
# expect: contained|memory_limit
# control: user
# cap: 192 MiB of page tables
# end
import ctypes
import mmap
import sys

libc = ctypes.CDLL(None, use_errno=True)
libc.mmap.restype = ctypes.c_void_p
libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_long]
COUNT, STEP = 49152, 2 << 20
address = libc.mmap(None, COUNT * STEP, mmap.PROT_READ, 0x4022, -1, 0)  # private, anonymous, not reserved
if address == ctypes.c_void_p(-1).value:
    print("CONTAINED memory-page-tables no map of that size")
    sys.exit(0)
libc.madvise(ctypes.c_void_p(address), ctypes.c_size_t(COUNT * STEP), 15)  # MADV_NOHUGEPAGE
for number in range(COUNT):
    ctypes.c_ubyte.from_address(address + number * STEP).value
kibibytes = int(open("/proc/self/status").read().split("VmPTE:", 1)[1].split()[0])
if kibibytes >= 190 << 10:
    print("ESCAPED memory-page-tables", kibibytes >> 10, "MiB of page tables")
    sys.exit(1)
print("UNCLEAR memory-page-tables the kernel used larger pages")
sys.exit(77)
