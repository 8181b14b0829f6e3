# probe: memory-shared
# principle: P14
# attempts: fills memory that belongs to no mount and no process alone: memfds, or shared anonymous maps where there are none
# expect: contained|memory_limit
# control: user
# cap: 192 MiB
# end
import mmap
import os
import sys

STEP, taken, held = 16 << 20, 0, []
while taken < 192 << 20:
    try:
        held.append(os.memfd_create("x"))
        taken += os.write(held[-1], b"\x5a" * STEP)
    except OSError:
        held.append(mmap.mmap(-1, STEP, mmap.MAP_SHARED | mmap.MAP_ANONYMOUS))
        taken += held[-1].write(b"\x5a" * STEP)
print("ESCAPED memory-shared 192 MiB")
sys.exit(1)
