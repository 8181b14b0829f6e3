def deeper(depth):
    return deeper(depth + 1)


try:
    deeper(0)
except RecursionError as error:
    print(error)
print("end of recursion.py")
