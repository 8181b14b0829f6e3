# probe: network-routes
# principle: P10
# attempts: asks for a way to the outside, to the clouds' metadata and to private networks; a connected datagram socket sends nothing
# expect: contained
# control: user
# end
import socket
import sys

reached = []
for family, address in (
    [(socket.AF_INET, host) for host in ("192.0.2.1", "169.254.169.254", "10.0.0.1", "172.17.0.1", "192.168.0.1", "224.0.0.1", "127.0.0.1")]
    + [(socket.AF_INET6, host) for host in ("2001:db8::1", "fe80::1%1", "::1", "::ffff:192.0.2.1")]
):
    with socket.socket(family, socket.SOCK_DGRAM) as asker:
        try:
            asker.connect((address, 9))
            reached.append(address)
        except (OSError, socket.gaierror):
            pass
if reached:
    print("ESCAPED network-routes a route to", *reached)
    sys.exit(1)
print("CONTAINED network-routes no route to anywhere")
