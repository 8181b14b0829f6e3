# probe: namespaces-clone3
# principle: P07
# attempts: starts children in new namespaces with clone3, whose flags lie in memory where no filter can look
# expect: contained
# control: user
# end
import ctypes
import os
import struct
import sys

libc = ctypes.CDLL(None, use_errno=True)
won = []
for name, flag in {"user": 0, "mnt": 0x20000, "net": 0x40000000, "pid": 0x20000000, "time": 0x80, "cgroup": 0x2000000}.items():
    if (outer := os.fork()) == 0:
        arguments = struct.pack("11Q", 0x10000000 | flag, 0, 0, 0, 17, 0, 0, 0, 0, 0, 0)
        pid = libc.syscall(435, arguments, len(arguments))
        if pid == 0:
            os._exit(0)
        if pid > 0:
            os.waitpid(pid, 0)
        os._exit(7 if pid > 0 else 0)
    if os.waitstatus_to_exitcode(os.waitpid(outer, 0)[1]) == 7:
        won.append(name)
if won:
    print("ESCAPED namespaces-clone3", *won)
    sys.exit(1)
print("CONTAINED namespaces-clone3 clone3 makes no namespace")
