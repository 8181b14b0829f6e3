# probe: code-script-changed
# principle: P13
# attempts: changes its own script while it runs: writes, truncates, renames, replaces, links, changes modes and times
# expect: contained
# control: user
# end
import os
import sys

script = os.path.abspath(__file__)
place = os.path.dirname(script)


def open_for_writing():
    os.close(os.open(script, os.O_WRONLY | os.O_APPEND))


def replace_and_restore():
    os.rename(script, script + ".old")
    os.rename(script + ".old", script)


def beside():
    os.close(os.open(place, os.O_TMPFILE | os.O_WRONLY, 0o600))


attempts = {
    "write": open_for_writing,
    "rename": replace_and_restore,
    "hard link": lambda: (os.link(script, "linked.py"), os.unlink("linked.py")),
    "link by descriptor": lambda: (os.link(f"/proc/self/fd/{os.open(script, 0)}", "by-fd", follow_symlinks=True), os.unlink("by-fd")),
    "mode": lambda: os.chmod(script, 0o777),
    "time": lambda: os.utime(script, (1, 1)),
    "attribute": lambda: os.setxattr(script, "user.mark", b"x"),
    "file beside it": beside,
    "directory moved": lambda: (os.rename(place, place + "-moved"), os.rename(place + "-moved", place)),
}
won = []
for name, attempt in attempts.items():
    try:
        attempt()
        won.append(name)
    except OSError:
        pass
if won:
    print("ESCAPED code-script-changed", ", ".join(won))
    sys.exit(1)
print("CONTAINED code-script-changed the script stays what was approved")
