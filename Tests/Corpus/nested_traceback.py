import traceback

try:
    try:
        1 / 0
    finally:
        [][0]
except IndexError:
    traceback.print_exc()
    print(traceback.format_exc().count("main.py"))
raise RuntimeError("with a note")
