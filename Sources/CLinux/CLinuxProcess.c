#define _GNU_SOURCE 1

#include "CLinux.h"

#include <fcntl.h>
#include <sched.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <time.h>
#include <unistd.h>

int clinux_pidfd_send_signal(int pidfd, int signal) {
    return (int)syscall(SYS_pidfd_send_signal, pidfd, signal, NULL, 0);
}

static int wait_for(idtype_t kind, id_t id, int options, struct clinux_exit *result) {
    siginfo_t info = {0};
    struct rusage usage = {0};
    int failed = (int)syscall(SYS_waitid, kind, id, &info, WEXITED | options, &usage);
    *result = (struct clinux_exit){
        info.si_pid, info.si_code, info.si_status,
        usage.ru_nvcsw, usage.ru_nivcsw,
    };
    return failed;
}

int clinux_waitid_pidfd(int pidfd, struct clinux_exit *result) {
    return wait_for(P_PIDFD, (id_t)pidfd, 0, result);
}

int clinux_reap_pidfd(int pidfd, struct clinux_exit *result) {
    return wait_for(P_PIDFD, (id_t)pidfd, WNOHANG, result);
}

int clinux_wait_any(struct clinux_exit *result) {
    return wait_for(P_ALL, 0, WNOHANG, result);
}

int clinux_pipe2(int numbers[2], int flags) {
    return pipe2(numbers, flags);
}

long clinux_getxattr(const char *path, const char *name, void *value, size_t size) {
    return getxattr(path, name, value, size);
}

int clinux_syncfs(int fd) {
    return syncfs(fd);
}

long clinux_splice_at_once(int from, int to, size_t count) {
    return splice(from, NULL, to, NULL, count, SPLICE_F_NONBLOCK);
}

int clinux_never_waits(int fd) {
    return fcntl(fd, F_GETPIPE_SZ) >= 0 || fcntl(fd, F_GET_SEALS) >= 0;
}

int clinux_memfd_seal(int fd) {
    return fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL);
}

int clinux_memfd_seals(int fd) {
    return fcntl(fd, F_GET_SEALS);
}

int clinux_unshare(int flags) {
    return unshare(flags);
}

// The zeros are the kernel's structure: a handler, flags, a restorer, a mask.
int clinux_default_signal(int number) {
    return (int)syscall(SYS_rt_sigaction, number, (unsigned long[4]){0}, NULL, sizeof(unsigned long));
}

int clinux_timerfd_arm(int fd, int64_t nanoseconds) {
    return timerfd_settime(fd, TFD_TIMER_ABSTIME,
        &(struct itimerspec){.it_value = {nanoseconds / 1000000000, nanoseconds % 1000000000}}, NULL);
}

int64_t clinux_monotonic_nanoseconds(void) {
    struct timespec now = {0};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000000LL + now.tv_nsec;
}

int64_t clinux_thread_nanoseconds(void) {
    struct timespec used = {0};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    return used.tv_sec * 1000000000LL + used.tv_nsec;
}

int64_t clinux_realtime_seconds(void) {
    return time(NULL);
}

ssize_t clinux_send(int socket, const void *bytes, size_t length, const int *numbers, int count) {
    union { char room[CMSG_SPACE(8 * sizeof(int))]; struct cmsghdr align; } control = {{0}};
    struct iovec part = {(void *)bytes, length};
    size_t carried = (size_t)count * sizeof(int);
    struct msghdr message = {
        .msg_iov = &part, .msg_iovlen = 1,
        .msg_control = count ? control.room : NULL, .msg_controllen = count ? CMSG_SPACE(carried) : 0,
    };
    control.align = (struct cmsghdr){.cmsg_len = CMSG_LEN(carried), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS};
    memcpy(CMSG_DATA(&control.align), numbers, carried);
    return sendmsg(socket, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
}

// The control buffer holds exactly one SCM_RIGHTS of 8 descriptors: the kernel drops any more and reports that.
ssize_t clinux_receive(int socket, void *bytes, size_t length, int *numbers, int *count, int *truncated, int *starved) {
    union { char room[CMSG_SPACE(8 * sizeof(int))]; struct cmsghdr align; } control = {{0}};
    struct iovec part = {bytes, length};
    struct msghdr message = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = control.room, .msg_controllen = sizeof(control.room),
    };
    ssize_t result = recvmsg(socket, &message, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
    size_t carried = message.msg_controllen >= CMSG_LEN(0) && control.align.cmsg_type == SCM_RIGHTS && control.align.cmsg_level == SOL_SOCKET
        ? control.align.cmsg_len - CMSG_LEN(0) : 0;
    memcpy(numbers, CMSG_DATA(&control.align), carried);
    *count = (int)(carried / sizeof(int));
    *truncated = (message.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) != 0;
    *starved = (message.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) == MSG_CTRUNC && *count < 8;
    return result;
}
