# probe: kernel-host-disks
# principle: P23
# attempts: has the kernel write out file systems, or forget what it holds of a file of the host, which slows down everybody
# expect: contained
# control: user
# end
import ctypes
import errno
import os
import sys

libc = ctypes.CDLL(None, use_errno=True)
reader, writer = os.pipe()
won = []


def reached(name, result, errors):
    """Notes a call that got as far as to look at what it was given."""
    if result != 0 and ctypes.get_errno() in errors:
        won.append(name)


# The kernel says of a pipe that it cannot be written out, and of a number that it is no file.
reached("fsync", libc.fsync(writer), (errno.EINVAL,))
reached("fdatasync", libc.fdatasync(writer), (errno.EINVAL,))
reached("syncfs", libc.syncfs(-1), (errno.EBADF,))
reached("sync_file_range", libc.sync_file_range(-1, 0, 0, 2), (errno.EBADF,))
reached("msync", libc.msync(ctypes.c_void_p(0x10000), 4096, 4), (errno.ENOMEM,))  # MS_SYNC of what is not mapped
ctypes.set_errno(libc.posix_fadvise(reader, 0, 0, 4))  # POSIX_FADV_DONTNEED; the error is the result
reached("posix_fadvise", ctypes.get_errno(), (errno.ESPIPE,))
if won:
    print("ESCAPED kernel-host-disks", ", ".join(won))
    sys.exit(1)
print("CONTAINED kernel-host-disks none reached the kernel")
