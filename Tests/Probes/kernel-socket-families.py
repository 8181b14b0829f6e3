# probe: kernel-socket-families
# principle: P08
# attempts: opens sockets of every family but unix and inet, in every type, and pairs of them
# expect: contained
# control: user
# end
import ctypes
import sys

libc = ctypes.CDLL(None, use_errno=True)
won = []
for family in range(64):
    if family in (1, 2, 10):
        continue
    for kind in (1, 2, 3, 4, 5):
        if libc.socket(family, kind, 0) >= 0:
            won.append(f"family {family} type {kind}")
        if libc.socketpair(family, kind, 0, (ctypes.c_int * 2)()) == 0:
            won.append(f"a pair of family {family}")
for protocol in (0, 4, 6, 9, 12, 15, 16):  # netlink: route, sock_diag, xfrm, audit, netfilter, uevent, generic
    if libc.socket(16, 3, protocol) >= 0:
        won.append(f"netlink {protocol}")
if won:
    print("ESCAPED kernel-socket-families", len(won), "sockets, for example", ", ".join(won[:5]))
    sys.exit(1)
print("CONTAINED kernel-socket-families no other family")
