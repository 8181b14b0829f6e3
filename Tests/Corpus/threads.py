import concurrent.futures
import threading
import time

print(threading.current_thread() is threading.main_thread(), threading.active_count(), threading.main_thread().name)
with concurrent.futures.ThreadPoolExecutor(4) as pool:
    print(list(pool.map(lambda number: number * number, range(8))))
local = threading.local()
late = threading.Thread(target=lambda: (time.sleep(0.1), print("a thread that is waited for")))
late.start()
print("end of threads.py")
