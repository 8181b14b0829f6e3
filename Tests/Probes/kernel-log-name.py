# probe: kernel-log-name
# principle: P08
# attempts: takes a name with a line break, which the kernel would write into the host's log when the process crashes
# expect: contained
# control: user
# end
import ctypes
import sys

libc = ctypes.CDLL(None, use_errno=True)
name = b"\n<0>FORGED\x1b["
libc.prctl(15, name, 0, 0, 0)  # PR_SET_NAME
found = ctypes.create_string_buffer(16)
libc.prctl(16, found, 0, 0, 0)  # PR_GET_NAME
won = [] if found.value != name else ["by prctl"]
for place in ("/proc/self/comm", "/proc/thread-self/comm"):
    try:
        with open(place, "wb", buffering=0) as file:
            file.write(name)
        won.append(f"by {place}")
    except OSError:
        pass
if won:
    print("ESCAPED kernel-log-name", *won)
    sys.exit(1)
print("CONTAINED kernel-log-name it is called as it was")
