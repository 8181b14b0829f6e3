# probe: verdict-own-xcpu
# principle: P18
# attempts: ends itself with the signals that mean too much processor time and too large a file
# expect: signaled
# control: none the verdict is Mayfly's, and a host gives none
# end
kill -XCPU $$
kill -XFSZ $$
