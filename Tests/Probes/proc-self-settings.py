# probe: proc-self-settings
# principle: P06
# attempts: opens for writing what a process may set about itself in /proc, where one slip changes the host's accounts
# expect: contained
# control: user
# end
import os
import sys

names = """oom_score_adj oom_adj loginuid timerslack_ns coredump_filter uid_map gid_map setgroups projid_map comm clear_refs mem
attr/current attr/exec autogroup sched timens_offsets make-it-fail""".split()
opened = []
for name in names:
    for path in (f"/proc/self/{name}", f"/proc/{os.getpid()}/task/{os.getpid()}/{name}"):
        try:
            os.close(os.open(path, os.O_WRONLY))
            opened.append(path)
        except OSError:
            pass
if opened:
    print("ESCAPED proc-self-settings", *opened[:6])
    sys.exit(1)
print("CONTAINED proc-self-settings /proc is read-only for itself, too")
