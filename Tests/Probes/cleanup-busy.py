# probe: cleanup-busy
# principle: P21
# attempts: leaves processes that sit in scratch directories, hold unlinked files open and have them mapped; the second run looks for one
# expect: contained
# control: user
# runs: 2-in-turn
# cap: 12 s
# end
import mmap
import os
import socket
import sys
import time

mark = socket.socket(socket.AF_UNIX)
try:
    mark.bind("\0mayfly-probe-busy")
except OSError:
    print("ESCAPED cleanup-busy somebody of the first run is busy")
    sys.exit(1)
for number in range(6):
    if os.fork() == 0:
        os.setsid()
        os.closerange(0, 3)
        place = f"/tmp/mayfly-probe-busy-{os.getpid()}"
        os.mkdir(place)
        os.chdir(place)
        descriptor = os.open("file", os.O_RDWR | os.O_CREAT, 0o600)
        os.ftruncate(descriptor, 1 << 20)
        area = mmap.mmap(descriptor, 1 << 20)
        os.unlink("file")
        os.rmdir(place)
        end = time.monotonic() + 12
        while time.monotonic() < end:
            area[number] = 1
            time.sleep(0.01)
        os._exit(0)
time.sleep(0.3)
print("CONTAINED cleanup-busy six busy processes were left")
