// The measuring client: runs the same program in several ways, in turn, in one process with one clock.
#ifndef DRIVER_H
#define DRIVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// The stages of a session in its record, in milliseconds; negative if the record lacks a stage.
enum { STAGES = 6 };
extern const char *const stage_names[STAGES];

/// One way to run the program.
struct contender {
    char *name;
    /// The daemon's socket and the request for a session; NULL for a process.
    char *socket;
    char *request;
    /// The command line of a process, in which `%n` stands for a number that no earlier run had.
    char **arguments;
};

/// A connection that is kept open between requests.
struct connection {
    int socket;
    size_t filled;
    char buffer[1 << 20];
};

/// The measurements of one run.
struct sample {
    int64_t nanoseconds;
    double stages[STAGES];
    /// Whether the session got a cell that was built ahead.
    bool is_ahead;
};

/// The time of the monotonic clock, which nobody can set.
int64_t now(void);
/// Ends the program with a reason.
_Noreturn void fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

/// Starts a process, and waits for its end. Any exit status but 0 ends the program.
struct sample run_process(const struct contender *contender);

/// Connects to the daemon.
struct connection *connect_to(const char *path);
/// Runs a session to its end. Any end but the verdict `ok` with a destroyed cell ends the program.
struct sample run_session(struct connection *connection, const char *request);

#endif
