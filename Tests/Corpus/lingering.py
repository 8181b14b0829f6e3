class Noisy:
    def __del__(self):
        print("deleted")


noisy = Noisy()
cycle = [noisy]
cycle.append(cycle)
del noisy, cycle
import gc

print(gc.isenabled(), gc.get_threshold(), gc.collect() >= 1)
kept = Noisy()
print("end of lingering.py")
