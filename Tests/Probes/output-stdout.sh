# probe: output-stdout
# principle: P17
# attempts: prints to standard output without end; the result is the last line
# expect: output_limit
# control: user
# cap: 32 MiB
# end
yes 'all work and no play' | head -c 33554432
echo
echo "ESCAPED output-stdout 32 MiB went through"
exit 1
