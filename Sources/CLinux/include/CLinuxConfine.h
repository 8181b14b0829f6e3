// The calls by which a process confines itself: seccomp with a listener, Landlock.
#ifndef C_LINUX_CONFINE_H
#define C_LINUX_CONFINE_H

#include <stddef.h>
#include <stdint.h>

/// struct sock_fprog of <linux/filter.h>, with the instructions as bytes.
struct clinux_filter_program {
    unsigned short count;
    const void *instructions;
};

/// struct seccomp_notif of <linux/seccomp.h>: a reported call whose thread waits for an answer.
struct clinux_waiting_call {
    uint64_t id;
    int32_t number;
    /// The thread that made the call, by its id in the receiver's pid namespace.
    int32_t thread;
    uint64_t arguments[6];
};

/// SECCOMP_SET_MODE_FILTER.
int clinux_seccomp_load(const struct clinux_filter_program *program);
/// The same with SECCOMP_FILTER_FLAG_NEW_LISTENER; returns the listener.
int clinux_seccomp_listen(const struct clinux_filter_program *program, unsigned int flags);
/// SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV: once a call was received, only a fatal signal ends its wait.
extern const unsigned int clinux_seccomp_wait_killable;
/// SECCOMP_IOCTL_NOTIF_RECV.
int clinux_seccomp_receive(int listener, struct clinux_waiting_call *call);
/// SECCOMP_IOCTL_NOTIF_SEND with an error as the answer.
int clinux_seccomp_refuse(int listener, uint64_t id, int error);
/// SECCOMP_IOCTL_NOTIF_SEND with success: the call returns 0.
int clinux_seccomp_succeed(int listener, uint64_t id);
/// SECCOMP_IOCTL_NOTIF_ADDFD with SECCOMP_ADDFD_FLAG_SETFD: gives the waiting process `source` as its descriptor `target`, which is
/// close-on-exec, as node's own streams are.
int clinux_seccomp_place(int listener, uint64_t id, int source, int target);
/// The number of setpriority(2).
extern const int32_t clinux_setpriority_number;

/// landlock_create_ruleset(2) with LANDLOCK_CREATE_RULESET_VERSION.
int clinux_landlock_abi(void);
/// landlock_create_ruleset(2); `size` covers as many of the three fields, of eight bytes each, as the kernel knows.
int clinux_landlock_create(uint64_t files, uint64_t network, uint64_t scopes, size_t size);
/// landlock_add_rule(2) with LANDLOCK_RULE_PATH_BENEATH.
int clinux_landlock_allow(int ruleset, uint64_t access, int parent);
/// landlock_restrict_self(2).
int clinux_landlock_restrict(int ruleset);

#endif
