// Runs processes with posix_spawn and waitpid: the minimal cost of starting a program, and the way to start other sandboxes.
#define _GNU_SOURCE
#include "driver.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;
enum { MOST_ARGUMENTS = 128, LONGEST_ARGUMENT = 256 };

/// Copies an argument, and replaces its `%n` if it has one.
static void expand(char *target, const char *argument, const char *text, int run) {
    int length = (int)(text - argument);
    snprintf(target, LONGEST_ARGUMENT, "%.*s%d-%d%s", length, argument, getpid(), run, text + 2);
}

struct sample run_process(const struct contender *contender) {
    static atomic_int runs;
    int run = atomic_fetch_add(&runs, 1);
    char expanded[MOST_ARGUMENTS][LONGEST_ARGUMENT];
    char *arguments[MOST_ARGUMENTS + 1] = {0};
    for (int index = 0; contender->arguments[index]; index++) {
        const char *text = strstr(contender->arguments[index], "%n");
        if (text) expand(expanded[index], contender->arguments[index], text, run);
        arguments[index] = text ? expanded[index] : contender->arguments[index];
    }
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    int64_t start = now();
    pid_t child;
    int error = posix_spawn(&child, arguments[0], &actions, NULL, arguments, environ);
    if (error) fail("%s: cannot start %s: %s", contender->name, arguments[0], strerror(error));
    int status;
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR) fail("waitpid: %s", strerror(errno));
    struct sample sample = {.nanoseconds = now() - start};
    posix_spawn_file_actions_destroy(&actions);
    if (status != 0) fail("%s: %s ended with wait status %d", contender->name, arguments[0], status);
    for (int index = 0; index < STAGES; index++) sample.stages[index] = -1;
    return sample;
}
