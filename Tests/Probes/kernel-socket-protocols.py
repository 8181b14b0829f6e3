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
# ICMP, DCCP, L2TP, SCTP, UDP-Lite, MPTCP: for each one that is not there the kernel starts a program, which takes its time.
for family in (2, 10):
    for kind in (1, 2, 5):
        for protocol in (1, 33, 115, 132, 136, 262):
            if libc.socket(family, kind, protocol) >= 0:
                won.append(f"family {family} type {kind} protocol {protocol}")
if won:
    print("ESCAPED kernel-socket-protocols", len(won), "sockets, for example", ", ".join(won[:5]))
    sys.exit(1)
print("CONTAINED kernel-socket-protocols no other protocol")
