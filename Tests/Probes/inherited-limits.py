# probe: inherited-limits
# principle: P12
# attempts: looks at every hard limit, and tries to raise some
# expect: contained
# control: user
# end
import resource as r
import sys

bounds = {
    r.RLIMIT_CORE: 1, r.RLIMIT_NOFILE: 128, r.RLIMIT_NPROC: 1024, r.RLIMIT_MEMLOCK: 65536, r.RLIMIT_MSGQUEUE: 0,
    r.RLIMIT_SIGPENDING: 256, r.RLIMIT_RTPRIO: 0, r.RLIMIT_NICE: 0, r.RLIMIT_FSIZE: 64 << 20,
}
wide = []
for limit, bound in bounds.items():
    hard = r.getrlimit(limit)[1]
    if hard < 0 or hard > bound:
        wide.append(f"limit {limit} is {hard}")
    if hard < 0:
        continue
    try:
        r.setrlimit(limit, (hard + 1, hard + 1))
        wide.append(f"limit {limit} was raised")
    except (OSError, ValueError, OverflowError):
        pass
if wide:
    print("ESCAPED inherited-limits", ", ".join(wide))
    sys.exit(1)
print("CONTAINED inherited-limits", len(bounds), "hard limits")
