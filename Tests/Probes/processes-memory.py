# probe: processes-memory
# principle: P09
# attempts: reads and writes its parent's memory with process_vm_readv, process_vm_writev, process_madvise and kcmp
# expect: contained
# control: user
# end
import ctypes
import os
import struct
import sys

libc = ctypes.CDLL(None, use_errno=True)
secret = ctypes.create_string_buffer(b"secret")
parent = os.getpid()
if (pid := os.fork()) == 0:
    into = ctypes.create_string_buffer(6)
    here, there = struct.pack("QQ", ctypes.addressof(into), 6), struct.pack("QQ", ctypes.addressof(secret), 6)
    won = 0
    for target in (parent, 1):
        won |= libc.syscall(310, target, here, 1, there, 1, 0) == 6
        won |= (libc.syscall(311, target, here, 1, there, 1, 0) == 6) << 1 if target == parent else 0
        won |= (libc.syscall(312, parent, target, 2, 0, 0) >= 0) << 2
    os._exit(won)
won = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
if won > 0:
    print("ESCAPED processes-memory", *[name for bit, name in enumerate(("read", "written", "compared")) if won >> bit & 1])
    sys.exit(1)
print("CONTAINED processes-memory no other memory")
