// probe: kernel-int80
// principle: P08
// attempts: makes 32-bit system calls from a 64-bit program, where every number means something else
// expect: contained
// control: user
// end
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static long call32(long number, long first) {
    long answer;
    __asm__ volatile("int $0x80" : "=a"(answer) : "0"(number), "b"(first) : "memory");
    return answer;
}

int main(void) {
    pid_t child = fork();
    if (child == 0) {
        // In the 32-bit table 20 is getpid, 310 is unshare; 0x04000000 is a new uts namespace
        int reached = call32(20, 0) == getpid() || call32(310, 0x10000000) == 0;
        _exit(reached ? 7 : 0);
    }
    int status = 0;
    waitpid(child, &status, 0);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 7) {
        puts("ESCAPED kernel-int80 the 32-bit table answers");
        return 1;
    }
    puts("CONTAINED kernel-int80 no call of the other table");
    return 0;
}
