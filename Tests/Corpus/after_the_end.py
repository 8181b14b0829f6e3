import atexit
import threading


def look():
    print(sorted(name for name in globals() if name.startswith("__")))


def linger(main):
    main.join()
    look()


atexit.register(look)
threading.Thread(target=linger, args=(threading.main_thread(),)).start()
look()
print("end of after_the_end.py")
