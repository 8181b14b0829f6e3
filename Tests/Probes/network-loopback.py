# probe: network-loopback
# principle: P10
# attempts: talks to itself over loopback: the profile says that there is no network at all
# expect: contained
# control: user
# end
import socket
import sys

talked = []
for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1"), (socket.AF_INET, "0.0.0.0")):
    try:
        with socket.socket(family) as listener, socket.socket(family) as caller:
            listener.bind((address, 0))
            listener.listen(1)
            caller.settimeout(1)
            caller.connect(listener.getsockname()[:2])
            talked.append(address)
    except OSError:
        pass
if talked:
    print("ESCAPED network-loopback", *talked)
    sys.exit(1)
print("CONTAINED network-loopback not even to itself")
