# probe: kernel-socket-protocols
# principle: P08
# attempts: opens sockets of every protocol but TCP and UDP, for which the kernel would load modules
# expect: contained
# control: user
# end
import ctypes
import sys

libc = ctypes.CDLL(None, use_errno=True)
won = []
for family in (2, 10):
    for kind in (1, 2, 3, 5):
        for protocol in (*range(1, 6), *range(7, 17), *range(18, 256), 262):
            if libc.socket(family, kind, protocol) >= 0:
                won.append(f"family {family} type {kind} protocol {protocol}")
if won:
    print("ESCAPED kernel-socket-protocols", len(won), "sockets, for example", ", ".join(won[:5]))
    sys.exit(1)
print("CONTAINED kernel-socket-protocols no other protocol")
