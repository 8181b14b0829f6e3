# probe: endpoints-sysv
# principle: P11
# attempts: attaches shared memory that a program on the host has made for everybody, by its key and by trying identifiers
# expect: contained
# control: user
# plants: sysv
# end
import ctypes
import sys

libc = ctypes.CDLL(None, use_errno=True)
libc.shmat.restype = ctypes.c_void_p
identifiers = [libc.shmget(0x4D617966, 0, 0)] + list(range(0, 200)) + list(range(0, 65536 * 8, 32768))
for identifier in identifiers:
    if identifier < 0:
        continue
    address = libc.shmat(identifier, None, 0o10000)  # SHM_RDONLY
    if address not in (None, ctypes.c_void_p(-1).value):
        print("ESCAPED endpoints-sysv the host says", ctypes.string_at(address)[:40])
        sys.exit(1)
for call, number in (("semaphores", libc.semget(0x4D617966, 0, 0)), ("messages", libc.msgget(0x4D617966, 0))):
    if number >= 0:
        print("ESCAPED endpoints-sysv", call, "of the host")
        sys.exit(1)
print("CONTAINED endpoints-sysv nothing is there")
