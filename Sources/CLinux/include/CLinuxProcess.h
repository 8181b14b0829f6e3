// The calls that watch over processes and pass messages: pidfds, waiting, sockets with descriptors.
#ifndef C_LINUX_PROCESS_H
#define C_LINUX_PROCESS_H

#include <stddef.h>
#include <stdint.h>
#include <spawn.h>
#include <sys/types.h>

/// How a process ended, from waitid(2).
struct clinux_exit {
    pid_t pid;
    int code;
    int status;
    int64_t voluntary_switches;
    int64_t involuntary_switches;
};

// Hidden by the Glibc module.
extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);

int clinux_pidfd_send_signal(int pidfd, int signal);
int clinux_waitid_pidfd(int pidfd, struct clinux_exit *result);
/// Does not wait: the pid is 0 when the process has not ended, or when its tracer has to reap it first.
int clinux_reap_pidfd(int pidfd, struct clinux_exit *result);
/// Does not wait: the pid is 0 when no child has ended.
int clinux_wait_any(struct clinux_exit *result);
int clinux_pipe2(int numbers[2], int flags);
int clinux_syncfs(int fd);
/// splice(2) between two pipes with SPLICE_F_NONBLOCK.
long clinux_splice_at_once(int from, int to, size_t count);
/// Whether it is a pipe or a memory file, whose use and closing cannot block on another party; asks no file system.
int clinux_never_waits(int fd);
long clinux_getxattr(const char *path, const char *name, void *value, size_t size);
int clinux_memfd_seal(int fd);
int clinux_memfd_seals(int fd);
int clinux_unshare(int flags);
/// rt_sigaction(2) with SIG_DFL, also for the two signals that glibc reserves.
int clinux_default_signal(int number);
int clinux_timerfd_arm(int fd, int64_t nanoseconds);
int64_t clinux_monotonic_nanoseconds(void);

/// The processor time that the calling thread has used, in nanoseconds.
int64_t clinux_thread_nanoseconds(void);
int64_t clinux_realtime_seconds(void);

/// sendmsg(2) and recvmsg(2) with up to 8 descriptors; `count` of the latter receives their number.
///
/// `starved` is 1 if the whole message came but not all of its descriptors, although there was room: this process may open no more.
ssize_t clinux_send(int socket, const void *bytes, size_t length, const int *numbers, int count);
ssize_t clinux_receive(int socket, void *bytes, size_t length, int *numbers, int *count, int *truncated, int *starved);

#endif
