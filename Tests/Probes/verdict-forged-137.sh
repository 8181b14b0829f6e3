# probe: verdict-forged-137
# principle: P18
# attempts: exits with the number that shells use for killed programs, after complaining about memory
# expect: nonzero_exit
# control: none the verdict is Mayfly's, and a host gives none
# end
echo "Killed: out of memory" >&2
exit 137
