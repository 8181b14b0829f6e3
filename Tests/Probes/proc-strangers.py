# probe: proc-strangers
# principle: P06
# attempts: looks in /proc for processes that it has not started, by listing and by trying numbers
# expect: contained
# control: user
# end
import os
import sys

mine = {os.getpid()}
listed = {int(name) for name in os.listdir("/proc") if name.isdigit()}
guessed = {number for number in range(1, 400) if os.path.exists(f"/proc/{number}/stat")}
strangers = sorted((listed | guessed) - mine)
if strangers:
    names = []
    for number in strangers[:3]:
        try:
            names.append(open(f"/proc/{number}/comm").read().strip())
        except OSError:
            names.append("?")
    print("ESCAPED proc-strangers", len(strangers), "other processes, for example", *names)
    sys.exit(1)
print("CONTAINED proc-strangers alone in /proc")
