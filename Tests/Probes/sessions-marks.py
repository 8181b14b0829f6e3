# probe: sessions-marks
# principle: P22
# attempts: leaves a mark in every place that it can write to, and looks for the mark of the run before
# expect: contained
# control: user
# runs: 2-in-turn
# end
import ctypes
import os
import sys

libc = ctypes.CDLL(None, use_errno=True)
MARK = "mayfly-probe-mark"
found = []
places = ["/tmp", "/dev/shm", "/var/tmp", "/run/lock", "/outputs", "/inputs", "/script", "/", os.path.expanduser("~")]
for place in places:
    try:
        os.unlink(f"{place}/{MARK}")
        found.append(place)
        continue
    except OSError:
        pass
    try:
        open(f"{place}/{MARK}", "x").close()
    except OSError:
        pass
if libc.syscall(250, 10, -4, b"user", MARK.encode(), 0) >= 0:  # KEYCTL_SEARCH
    found.append("the user's keyring")
    libc.syscall(250, 7, -4)  # KEYCTL_CLEAR
else:
    libc.syscall(248, b"user", MARK.encode(), b"x", 1, -4)
if found:
    print("ESCAPED sessions-marks marks in", *found)
    for place in ("/tmp", "/dev/shm", "/var/tmp", "/run/lock"):
        if place not in found and os.path.exists(f"{place}/{MARK}"):
            os.unlink(f"{place}/{MARK}")
    sys.exit(1)
print("CONTAINED sessions-marks no mark of anybody")
