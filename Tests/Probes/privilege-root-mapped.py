# probe: privilege-root-mapped
# principle: P01
# attempts: looks for a root to become: user or group 0 in the id maps, a wide map, uid 0 in any of its own ids
# expect: contained
# control: user
# end
import os
import sys

found = []
for kind in ("uid", "gid"):
    rows = [tuple(map(int, line.split())) for line in open(f"/proc/self/{kind}_map")]
    if any(inside == 0 for inside, _, _ in rows):
        found.append(f"{kind} 0 is mapped")
    if any(outside == 0 for _, outside, _ in rows):
        found.append(f"to the host's {kind} 0")
    if sum(count for _, _, count in rows) > 2:
        found.append(f"many {kind}s")
if 0 in os.getresuid() + os.getresgid() or os.getgroups():
    found.append("ids of root, or other groups")
if found:
    print("ESCAPED privilege-root-mapped", ", ".join(found))
    sys.exit(1)
print("CONTAINED privilege-root-mapped no root to become")
