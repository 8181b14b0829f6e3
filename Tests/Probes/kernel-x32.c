// probe: kernel-x32
// principle: P08
// attempts: makes calls of the x32 table: the known numbers with bit 30 set
// expect: contained
// control: none few kernels have the x32 table: without it every caller gets ENOSYS, inside and outside
// end
#include <errno.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void) {
    int reached = 0, killed = 0;
    const long numbers[] = {39, 272, 56, 101, 513, 521, 534};
    for (unsigned i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        pid_t child = fork();
        if (child == 0) _exit(syscall(numbers[i] | 0x40000000L, 0, 0, 0, 0, 0) >= 0 || errno != ENOSYS ? 7 : 0);
        int status = 0;
        waitpid(child, &status, 0);
        reached += WIFEXITED(status) && WEXITSTATUS(status) == 7;
        killed += WIFSIGNALED(status);
    }
    if (reached) {
        printf("ESCAPED kernel-x32 %d calls were answered\n", reached);
        return 1;
    }
    printf("CONTAINED kernel-x32 %d children were killed for it\n", killed);
    return 0;
}
