# probe: outputs-still-growing
# principle: P20
# attempts: ends while children go on writing to, replacing and renaming what it leaves
# expect: contained
# control: none what is judged is that Mayfly collects after every process is dead
# end
import os
import time

out = os.environ.get("MAYFLY_OUT", ".")
for worker in range(3):
    if os.fork() == 0:
        os.setsid()
        end = time.monotonic() + 4
        while time.monotonic() < end:
            with open(f"{out}/growing-{worker}", "ab") as file:
                file.write(b"x" * 1000)
            try:
                os.rename(f"{out}/growing-{worker}", f"{out}/moved-{worker}")
                os.symlink("/etc/passwd", f"{out}/growing-{worker}")
                os.unlink(f"{out}/growing-{worker}")
                os.truncate(f"{out}/moved-{worker}", 100000)
            except OSError:
                pass
        os._exit(0)
time.sleep(0.2)
print("CONTAINED outputs-still-growing three writers were left")
