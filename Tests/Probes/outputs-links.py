# probe: outputs-links
# principle: P20
# attempts: leaves symbolic links to the host's file, to secrets, to itself and to nothing, and reads through them itself
# expect: contained
# control: user
# plants: file
# collects: real.txt
# end
import os
import sys

out = os.environ.get("MAYFLY_OUT", ".")
targets = {
    "canary": "/var/tmp/mayfly-canary/file", "up": "../../../../../../var/tmp/mayfly-canary/file", "root": "/", "init": "/proc/1/root",
    "shadow": "/etc/shadow", "loop": "loop", "to-loop": "loop/x", "nothing": "/nowhere", "script": "/script", "fd": "/proc/self/fd/0",
}
for name, target in targets.items():
    os.symlink(target, f"{out}/{name}")
with open(f"{out}/real.txt", "w") as file:
    file.write("real\n")
for name in ("canary", "up", "root/var/tmp/mayfly-canary/file", "init/var/tmp/mayfly-canary/file", "shadow"):
    try:
        with open(f"{out}/{name}") as file:
            print("ESCAPED outputs-links", name, "leads to", file.read(40).split()[0])
            sys.exit(1)
    except OSError:
        pass
print("CONTAINED outputs-links", len(targets), "links that lead nowhere")
