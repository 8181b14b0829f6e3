# probe: processes-take-descriptor
# principle: P09
# attempts: takes an open descriptor out of another process with pidfd_getfd
# expect: contained
# control: user
# end
import ctypes
import os
import sys

libc = ctypes.CDLL(None, use_errno=True)
own = os.getpid()
if (pid := os.fork()) == 0:
    for target in (1, own):
        try:
            handle = os.pidfd_open(target)
        except OSError:
            continue
        if any(libc.syscall(438, handle, number, 0) >= 0 for number in range(16)):
            os._exit(7)
    os._exit(0)
if os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 7:
    print("ESCAPED processes-take-descriptor a descriptor of another process")
    sys.exit(1)
print("CONTAINED processes-take-descriptor descriptors stay where they are")
