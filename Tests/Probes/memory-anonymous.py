# probe: memory-anonymous
# principle: P14
# attempts: takes and touches anonymous memory, in three processes
# expect: memory_limit
# control: user
# cap: 192 MiB
# end
import mmap
import os
import sys
import time

reader, writer = os.pipe()
children = []
for _ in range(3):
    if (pid := os.fork()) == 0:
        area = mmap.mmap(-1, 64 << 20)
        for offset in range(0, 64 << 20, 4096):
            area[offset] = 1
        os.write(writer, b"x")
        time.sleep(3)
        os._exit(0)
    children.append(pid)
os.close(writer)
full = b""
while len(full) < 3 and (more := os.read(reader, 3)):
    full += more
for pid in children:
    os.kill(pid, 9)
if len(full) == 3:
    print("ESCAPED memory-anonymous 192 MiB at once")
    sys.exit(1)
print("CONTAINED memory-anonymous only", len(full), "of 3 processes got 64 MiB")
