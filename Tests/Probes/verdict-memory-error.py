# probe: verdict-memory-error
# principle: P18
# attempts: fails an allocation and a fork on purpose and says so, without reaching a limit
# expect: nonzero_exit
# control: none the verdict is Mayfly's, and a host gives none
# end
import sys

sys.exit("MemoryError: cannot allocate memory; oom-kill: pids limit reached; No space left on device")
