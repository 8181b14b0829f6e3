# probe: inherited-descriptors
# principle: P12
# attempts: looks for descriptors that nobody gave it on purpose: directories, sockets, databases, pipes, files as standard streams
# expect: contained
# control: user
# plants: descriptor
# end
import os
import stat
import sys

strange = []
for number in range(4096):
    try:
        facts = os.fstat(number)
    except OSError:
        continue
    pipe = stat.S_ISFIFO(facts.st_mode)
    null = stat.S_ISCHR(facts.st_mode) and facts.st_rdev == os.makedev(1, 3)
    if number > 2 or not (pipe or (null and number == 0)):
        strange.append(f"{number} -> {os.readlink(f'/proc/self/fd/{number}')}")
if strange:
    print("ESCAPED inherited-descriptors", ", ".join(strange))
    sys.exit(1)
print("CONTAINED inherited-descriptors three streams and nothing else")
