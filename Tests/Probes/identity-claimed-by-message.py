# probe: identity-claimed-by-message
# principle: P02
# attempts: sends credentials of another process and user over a socket, as if it were pid 1 of root
# expect: contained
# control: root
# end
import os
import socket
import struct
import sys

left, right = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
right.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
believed = []
for claim in ((1, 0, 0), (1, 1001, 1001), (os.getpid(), 4242, 4242)):
    try:
        left.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_CREDENTIALS, struct.pack("3i", *claim))])
        data = right.recvmsg(1, 64)[1][0][2]
        if struct.unpack("3i", data[:12]) == claim:
            believed.append(str(claim))
    except OSError:
        pass
if believed:
    print("ESCAPED identity-claimed-by-message the kernel vouched for", *believed)
    sys.exit(1)
print("CONTAINED identity-claimed-by-message only its own identity is accepted")
