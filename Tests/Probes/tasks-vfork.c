// probe: tasks-vfork
// principle: P15
// attempts: makes a chain of vforks, in which every process waits inside the kernel for the next
// expect: contained|pids_limit
// control: user
// cap: 96 processes deep
// end
#define _GNU_SOURCE
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile int deepest;

// Parents and children share memory; each child goes one deeper before its parent goes on.
static void deeper(int depth) {
    if (depth > deepest) deepest = depth;
    if (depth == 96) return;
    pid_t child = vfork();
    if (child == 0) {
        deeper(depth + 1);
        _exit(0);
    }
    if (child > 0) waitpid(child, 0, 0);
}

int main(void) {
    deeper(0);
    if (deepest >= 96) {
        puts("ESCAPED tasks-vfork 96 processes deep");
        return 1;
    }
    printf("CONTAINED tasks-vfork stopped at %d\n", deepest);
    return 0;
}
