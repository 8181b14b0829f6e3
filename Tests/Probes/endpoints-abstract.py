# probe: endpoints-abstract
# principle: P11
# attempts: connects to an abstract Unix socket that a program on the host listens on
# expect: contained
# control: user
# plants: abstract-socket
# end
import socket
import sys

for kind in (socket.SOCK_STREAM, socket.SOCK_SEQPACKET, socket.SOCK_DGRAM):
    with socket.socket(socket.AF_UNIX, kind) as caller:
        caller.settimeout(1)
        try:
            caller.connect("\0mayfly-canary")
            print("ESCAPED endpoints-abstract the host says", caller.recv(100).decode())
            sys.exit(1)
        except OSError:
            pass
print("CONTAINED endpoints-abstract nobody listens")
