# probe: identity-setuid-program
# principle: P02
# attempts: runs set-user-id programs that wait for a password, and looks whether one runs as another user
# expect: contained
# control: user
# end
import os
import subprocess
import sys
import time

mine = os.geteuid()
raised = []
for program in ("/usr/bin/su", "/usr/bin/passwd", "/usr/bin/chsh", "/usr/bin/newgrp"):
    if not os.path.exists(program) or mine == 0:
        continue
    process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 0.4
    while time.monotonic() < deadline and process.poll() is None:
        try:
            status = open(f"/proc/{process.pid}/status").read()
        except OSError:
            break
        effective = int(status.split("Uid:", 1)[1].split()[1])
        if effective != mine:
            raised.append(f"{program} has uid {effective}")
            break
        time.sleep(0.005)
    process.stdin.close()
    try:
        process.wait(1)
    except subprocess.TimeoutExpired:
        try:
            process.kill()
        except PermissionError:
            pass
if raised:
    print("ESCAPED identity-setuid-program", ", ".join(raised))
    sys.exit(1)
print("CONTAINED identity-setuid-program the set-user-id bit does nothing")
