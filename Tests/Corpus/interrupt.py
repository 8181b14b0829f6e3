import os
import signal

print(signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGPIPE), signal.getsignal(signal.SIGTERM), flush=True)
print(signal.pthread_sigmask(signal.SIG_BLOCK, []), flush=True)
os.kill(os.getpid(), signal.SIGINT)
