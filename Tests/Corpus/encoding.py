# -*- coding: latin-1 -*-
print(ascii("grün"), "end of encoding.py")
