# probe: time-signals-ignored
# principle: P18
# attempts: sleeps with every signal ignored that can be ignored
# expect: wall_timeout
# control: user
# cap: 9 s
# waits: yes
# end
trap '' HUP INT QUIT TERM USR1 USR2 ALRM PIPE XCPU XFSZ TSTP TTIN TTOU VTALRM PROF
sleep 3
sleep 3
sleep 3
echo "ESCAPED time-signals-ignored 9 s of sleep"
exit 1
