# probe: memory-sysv
# principle: P14
# attempts: takes System V shared memory, which stays when its maker is gone
# expect: contained|memory_limit
# control: user
# cap: 192 MiB
# end
import ctypes
import sys

libc = ctypes.CDLL(None, use_errno=True)
libc.shmat.restype = ctypes.c_void_p
taken = 0
for _ in range(12):
    identifier = libc.shmget(0, 16 << 20, 0o1600)
    if identifier < 0:
        break
    address = libc.shmat(identifier, None, 0)
    libc.shmctl(identifier, 0, None)  # IPC_RMID: it goes with this process
    if address in (None, ctypes.c_void_p(-1).value):
        break
    ctypes.memset(address, 0x5A, 16 << 20)
    taken += 16
if taken >= 192:
    print("ESCAPED memory-sysv 192 MiB of segments")
    sys.exit(1)
print("CONTAINED memory-sysv stopped at", taken, "MiB")
