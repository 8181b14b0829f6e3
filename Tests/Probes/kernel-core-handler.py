# probe: kernel-core-handler
# principle: P08
# attempts: sets the limit of core dumps to 0, with which a crash starts the program that the host has for them, as root
# expect: contained
# control: user
# end
import ctypes
import resource
import sys

libc = ctypes.CDLL(None, use_errno=True)
none = (ctypes.c_ulong * 2)(0, 0)
libc.syscall(160, 4, none)  # setrlimit
libc.syscall(302, 0, 4, none, None)  # prlimit64
limits = resource.getrlimit(resource.RLIMIT_CORE)
if limits[0] == 0:
    print("ESCAPED kernel-core-handler", limits)
    sys.exit(1)
print("CONTAINED kernel-core-handler the limit stays", limits)
