# probe: sessions-merged-pages
# principle: P22
# attempts: has the kernel merge its pages with equal ones of others, whose first write then takes longer
# expect: contained
# control: user
# end
import ctypes
import mmap
import sys

libc = ctypes.CDLL(None, use_errno=True)
page = mmap.mmap(-1, 1 << 20)
page.write(b"x" * (1 << 20))
address = ctypes.addressof(ctypes.c_char.from_buffer(page))
won = []
if libc.madvise(ctypes.c_void_p(address), ctypes.c_size_t(1 << 20), 12) == 0:  # MADV_MERGEABLE
    won.append("madvise")
if libc.prctl(67, 1, 0, 0, 0) == 0:  # PR_SET_MEMORY_MERGE, from Linux 6.4 on
    won.append("prctl")
if won:
    print("ESCAPED sessions-merged-pages", *won)
    sys.exit(1)
print("CONTAINED sessions-merged-pages nothing can be merged")
