# probe: survivors-lingering
# principle: P19
# attempts: has sockets wait at their end, for as long as it says: whoever closes them for it waits too, which may be a worker of the kernel's
# expect: contained
# control: user
# end
import socket
import struct
import sys

won = []
for family in (socket.AF_INET, socket.AF_INET6):
    try:
        with socket.socket(family, socket.SOCK_STREAM) as one:
            one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 1000))
        won.append(f"family {family}")
    except OSError:
        pass
if won:
    print("ESCAPED survivors-lingering", ", ".join(won))
    sys.exit(1)
print("CONTAINED survivors-lingering none")
