# probe: sessions-names
# principle: P22
# attempts: watches the files of the host's names, which tell every watcher when any cell is given its name
# expect: contained
# control: user
# end
import sys

told = []
for name in ("hostname", "domainname"):
    try:
        with open(f"/proc/sys/kernel/{name}") as file:
            if file.read(1):
                told.append(name)
    except OSError:
        pass
if told:
    print("ESCAPED sessions-names can watch", ", ".join(told))
    sys.exit(1)
print("CONTAINED sessions-names none can be watched")
