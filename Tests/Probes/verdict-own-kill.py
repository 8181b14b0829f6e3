# probe: verdict-own-kill
# principle: P18
# attempts: kills itself with SIGKILL, as the kernel would for too much memory
# expect: signaled
# control: none the verdict is Mayfly's, and a host gives none
# end
import os

os.kill(os.getpid(), 9)
