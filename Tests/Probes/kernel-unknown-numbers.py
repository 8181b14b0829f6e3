# probe: kernel-unknown-numbers
# principle: P08
# attempts: makes calls whose numbers lie in a gap of the table: an allow list refuses them itself, a deny list lets the kernel answer
# expect: contained
# control: user
# end
import ctypes
import sys

libc = ctypes.CDLL(None, use_errno=True)
reached = []
# Numbers above the table are answered as the kernel does, so that libraries take an older call; nobody can tell who answered.
for number in range(340, 424):
    if libc.syscall(ctypes.c_long(number), 0, 0, 0, 0, 0, 0) == -1 and ctypes.get_errno() == 38:
        reached.append(number)
if reached:
    print("ESCAPED kernel-unknown-numbers the kernel itself answered", len(reached), "times, for example to", reached[0])
    sys.exit(1)
print("CONTAINED kernel-unknown-numbers the filter answered every time")
