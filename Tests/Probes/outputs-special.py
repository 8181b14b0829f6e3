# probe: outputs-special
# principle: P20
# attempts: leaves a fifo, sockets, a directory named like a file, a file of mode 000 and one with every special bit
# expect: contained
# control: none what is judged is what Mayfly collects, and that it does not hang
# collects: plain.txt, set-user-id
# end
import os
import socket

out = os.environ.get("MAYFLY_OUT", ".")
os.mkfifo(f"{out}/fifo")
socket.socket(socket.AF_UNIX).bind(f"{out}/socket")
os.mkdir(f"{out}/report.csv")
for name, mode in (("plain.txt", 0o644), ("secret", 0), ("set-user-id", 0o6777)):
    with open(f"{out}/{name}", "w") as file:
        file.write("x")
    os.chmod(f"{out}/{name}", mode)
os.symlink("fifo", f"{out}/to-fifo")
print("CONTAINED outputs-special six kinds of files were left")
