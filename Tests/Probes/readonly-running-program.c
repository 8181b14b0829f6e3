// probe: readonly-running-program
// principle: P04
// attempts: keeps a path descriptor of its own program, becomes another program, and opens the first for writing
// expect: contained
// control: root
// end
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

// ">>" opens for appending and the colon writes nothing. The shell has replaced this program, so "text busy" protects nobody.
static const char *script =
    "for file in /proc/self/fd/9 /proc/self/fd/8; do\n"
    "  if (: >>$file) 2>/dev/null; then echo \"ESCAPED readonly-running-program $file is writable\"; exit 1; fi\n"
    "done\n"
    "echo 'CONTAINED readonly-running-program programs cannot be opened for writing'\n";

int main(void) {
    dup2(open("/proc/self/exe", O_PATH), 9);
    dup2(open("/proc/1/exe", O_PATH), 8);
    execl("/bin/sh", "sh", "-c", script, (char *)0);
    puts("UNCLEAR readonly-running-program there is no shell");
    return 77;
}
