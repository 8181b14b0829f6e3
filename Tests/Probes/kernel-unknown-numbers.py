# probe: kernel-unknown-numbers
# principle: P08
# attempts: makes calls whose numbers no kernel knows yet: an allow list refuses them itself, a deny list lets the kernel answer
# expect: contained
# control: user
# end
import ctypes
import sys

libc = ctypes.CDLL(None, use_errno=True)
reached = []
for number in [*range(600, 800), 1023, 4096, 0x3FFFFFFF]:
    if libc.syscall(ctypes.c_long(number), 0, 0, 0, 0, 0, 0) == -1 and ctypes.get_errno() == 38:
        reached.append(number)
if reached:
    print("ESCAPED kernel-unknown-numbers the kernel itself answered", len(reached), "times, for example to", reached[0])
    sys.exit(1)
print("CONTAINED kernel-unknown-numbers the filter answered every time")
