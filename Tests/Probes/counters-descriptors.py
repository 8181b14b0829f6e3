# probe: counters-descriptors
# principle: P23
# attempts: opens files until refused, and hides more in messages that nobody reads
# expect: contained
# control: user
# cap: 600 descriptors
# end
import os
import socket
import sys

held, hidden = [], 0
left, right = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
left.setblocking(False)
try:
    while hidden < 600:
        socket.send_fds(left, [b"x"], [0] * 100)
        hidden += 100
except OSError:
    pass
try:
    while len(held) < 600:
        held.append(os.open("/dev/null", os.O_RDONLY))
except OSError:
    pass
if len(held) + hidden >= 600:
    print("ESCAPED counters-descriptors", len(held), "open and", hidden, "in messages")
    sys.exit(1)
print("CONTAINED counters-descriptors", len(held), "open and", hidden, "in messages")
