# probe: output-children
# principle: P17
# attempts: prints from many children at once, one byte at a time
# expect: output_limit
# control: user
# cap: 2 MiB
# end
import os
import sys

children = []
for _ in range(8):
    if (pid := os.fork()) == 0:
        for _ in range(262144):
            os.write(2, b".")
        os._exit(0)
    children.append(pid)
for pid in children:
    os.waitpid(pid, 0)
print("ESCAPED output-children 2 MiB went through")
sys.exit(1)
