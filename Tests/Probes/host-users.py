# probe: host-users
# principle: P24
# attempts: looks for the accounts, groups, addresses and name servers of the host
# expect: contained
# control: user
# end
import os
import pwd
import sys

told = [user.pw_name for user in pwd.getpwall() if user.pw_name not in ("mayfly", "nobody")]
for path, bound in (("/etc/group", 3), ("/etc/hosts", 3), ("/etc/resolv.conf", 0)):
    try:
        if len(open(path).read().split("\n")) > bound + 1:
            told.append(path)
    except OSError:
        pass
told += [name for name in ("/etc/subuid", "/etc/crontab", "/etc/environment", "/etc/profile") if os.path.exists(name)]
if told:
    print("ESCAPED host-users", len(told), "things, for example", *told[:3])
    sys.exit(1)
print("CONTAINED host-users two made-up users")
