# probe: survivors-stdout-cycle
# principle: P19
# attempts: sends its streams into sockets that are sent into each other, so that nobody has them open when it ends
# expect: contained
# control: none a stream that stays open holds up whoever waits for its end, which only Mayfly does
# end
import array
import socket
import sys

print("CONTAINED survivors-stdout-cycle its streams end with it")
sys.stdout.flush()
for _ in range(4):
    left, right = socket.socketpair()
    for one, other in ((left, right), (right, left)):
        sent = array.array("i", [1, 2, one.fileno(), other.fileno()])
        one.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, sent)])
