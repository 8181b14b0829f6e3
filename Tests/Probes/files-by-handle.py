# probe: files-by-handle
# principle: P03
# attempts: opens files by inode number with open_by_handle_at, which looks past every mount
# expect: contained
# control: root
# end
import ctypes
import os
import struct
import sys

libc = ctypes.CDLL(None, use_errno=True)
won = []
for place in ("/usr", "/etc/ld.so.cache", ".", "/"):
    handle = ctypes.create_string_buffer(struct.pack("Ii", 128, 0) + bytes(128))
    mount = ctypes.c_int()
    if libc.syscall(303, -100, place.encode(), handle, ctypes.byref(mount), 0):
        # No handle for this one: make that of inode 2, which is the root of an ext4.
        handle = ctypes.create_string_buffer(struct.pack("IiII", 8, 1, 2, 0) + bytes(120))
    try:
        base = os.open(place, os.O_RDONLY)
    except OSError:
        continue
    if libc.syscall(304, base, handle, os.O_RDONLY) >= 0:
        won.append(place)
if won:
    print("ESCAPED files-by-handle opened by handle:", *won)
    sys.exit(1)
print("CONTAINED files-by-handle no file has a number here")
