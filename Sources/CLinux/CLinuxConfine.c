#define _GNU_SOURCE 1

#include "CLinux.h"

#include <fcntl.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

// SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV, since Linux 5.19.
const unsigned int clinux_seccomp_wait_killable = 1 << 5;

int clinux_seccomp_load(const struct clinux_filter_program *program) {
    return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, program);
}

int clinux_seccomp_listen(const struct clinux_filter_program *program, unsigned int flags) {
    return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER | flags, program);
}

int clinux_seccomp_receive(int listener, struct clinux_waiting_call *call) {
    struct seccomp_notif found = {0};
    int result = ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &found);
    *call = (struct clinux_waiting_call){.id = found.id, .number = found.data.nr, .thread = (int32_t)found.pid};
    memcpy(call->arguments, found.data.args, sizeof(call->arguments));
    return result;
}

int clinux_seccomp_refuse(int listener, uint64_t id, int error) {
    return ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &(struct seccomp_notif_resp){.id = id, .error = -error});
}

int clinux_seccomp_succeed(int listener, uint64_t id) {
    return ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &(struct seccomp_notif_resp){.id = id});
}

int clinux_seccomp_place(int listener, uint64_t id, int source, int target) {
    struct seccomp_notif_addfd order = {
        .id = id,
        .flags = SECCOMP_ADDFD_FLAG_SETFD,
        .srcfd = (uint32_t)source,
        .newfd = (uint32_t)target,
        .newfd_flags = O_CLOEXEC,
    };
    return ioctl(listener, SECCOMP_IOCTL_NOTIF_ADDFD, &order);
}

const int32_t clinux_setpriority_number = SYS_setpriority;

// The structure of <linux/landlock.h> in newer kernels.
struct ruleset {
    uint64_t files;
    uint64_t network;
    uint64_t scopes;
};

int clinux_landlock_abi(void) {
    return (int)syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
}

int clinux_landlock_create(uint64_t files, uint64_t network, uint64_t scopes, size_t size) {
    return (int)syscall(SYS_landlock_create_ruleset, &(struct ruleset){files, network, scopes}, size, 0);
}

int clinux_landlock_allow(int ruleset, uint64_t access, int parent) {
    struct landlock_path_beneath_attr rule = {.allowed_access = access, .parent_fd = parent};
    return (int)syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
}

int clinux_landlock_restrict(int ruleset) {
    return (int)syscall(SYS_landlock_restrict_self, ruleset, 0);
}
