# probe: time-uninterruptible
# principle: P18
# attempts: asks which pages of 32 GiB are in memory, a question that is answered to its end though its asker was killed
# expect: contained
# control: user
# end
import ctypes
import sys

length = 32 << 30
libc = ctypes.CDLL(None, use_errno=True)
libc.mmap.restype = ctypes.c_void_p
libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_long]
libc.mincore.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_char_p]
# PROT_NONE; MAP_PRIVATE, MAP_ANONYMOUS and MAP_NORESERVE
place = libc.mmap(None, length, 0, 0x2 | 0x20 | 0x4000, -1, 0)
if place == ctypes.c_void_p(-1).value:
    print("CONTAINED time-uninterruptible no mapping of that size")
elif libc.mincore(place, length, ctypes.create_string_buffer(length // 4096)) == 0:
    print("ESCAPED time-uninterruptible", length >> 30, "GiB in one call")
    sys.exit(1)
else:
    print("CONTAINED time-uninterruptible error", ctypes.get_errno())
