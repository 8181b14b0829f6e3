# probe: devices-visible
# principle: P05
# attempts: walks through /dev and looks for any node but null, zero, full, random and urandom
# expect: contained
# control: user
# end
import os
import stat
import sys

expected = {(1, 3), (1, 5), (1, 7), (1, 8), (1, 9)}
found = []
for directory, _, names in os.walk("/dev"):
    for name in names:
        path = os.path.join(directory, name)
        try:
            facts = os.lstat(path)
        except OSError:
            continue
        if stat.S_ISBLK(facts.st_mode) or stat.S_ISCHR(facts.st_mode) and (
            (os.major(facts.st_rdev), os.minor(facts.st_rdev)) not in expected
        ):
            found.append(path)
if found:
    print("ESCAPED devices-visible", len(found), "nodes, for example", *found[:3])
    sys.exit(1)
print("CONTAINED devices-visible five harmless nodes")
