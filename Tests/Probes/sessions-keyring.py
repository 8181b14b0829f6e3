# probe: sessions-keyring
# principle: P22
# attempts: two sessions at once meet in a keyring of their user
# expect: contained
# control: user
# runs: 2-at-once
# end
import ctypes
import sys
import time

libc = ctypes.CDLL(None, use_errno=True)
KEY = b"mayfly-probe-meeting"
met = libc.syscall(250, 10, -4, b"user", KEY, 0) >= 0  # KEYCTL_SEARCH in the user's keyring
number = -1 if met else libc.syscall(248, b"user", KEY, b"x", 1, -4)
time.sleep(1.5)
if number >= 0:
    libc.syscall(250, 9, number, -4)  # KEYCTL_UNLINK
if met:
    print("ESCAPED sessions-keyring the other one's key")
    sys.exit(1)
print("CONTAINED sessions-keyring no key of anybody")
