#define _GNU_SOURCE 1

#include "CLinux.h"

#include <fcntl.h>
#include <grp.h>
#include <linux/keyctl.h>
#include <linux/nsfs.h>
#include <linux/openat2.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <string.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/personality.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

const unsigned long clinux_locked_securebits = SECBIT_KEEP_CAPS_LOCKED | SECBIT_NO_SETUID_FIXUP | SECBIT_NO_SETUID_FIXUP_LOCKED
    | SECBIT_NOROOT | SECBIT_NOROOT_LOCKED | SECBIT_NO_CAP_AMBIENT_RAISE | SECBIT_NO_CAP_AMBIENT_RAISE_LOCKED;

const uint64_t clinux_resolve_in_root = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS;

const int clinux_RLIMIT_NPROC = RLIMIT_NPROC;
const int clinux_RLIMIT_MEMLOCK = RLIMIT_MEMLOCK;
const int clinux_RLIMIT_MSGQUEUE = RLIMIT_MSGQUEUE;
const int clinux_RLIMIT_SIGPENDING = RLIMIT_SIGPENDING;
const int clinux_RLIMIT_RTPRIO = RLIMIT_RTPRIO;
const int clinux_RLIMIT_NICE = RLIMIT_NICE;
const int clinux_RLIMIT_RSS = RLIMIT_RSS;
const int clinux_RLIMIT_LOCKS = RLIMIT_LOCKS;
const int clinux_RLIMIT_RTTIME = RLIMIT_RTTIME;

int clinux_open_tree(int dirfd, const char *path, unsigned int flags) {
    return (int)syscall(SYS_open_tree, dirfd, path, flags);
}

int clinux_move_mount(int from_dirfd, const char *from_path, int to_dirfd, const char *to_path, unsigned int flags) {
    return (int)syscall(SYS_move_mount, from_dirfd, from_path, to_dirfd, to_path, flags);
}

int clinux_mount_setattr(int dirfd, const char *path, unsigned int flags, struct clinux_mount_attr *attr) {
    return (int)syscall(SYS_mount_setattr, dirfd, path, flags, attr, sizeof(*attr));
}

int clinux_fsopen(const char *name, unsigned int flags) {
    return (int)syscall(SYS_fsopen, name, flags);
}

int clinux_fsconfig(int fd, unsigned int command, const char *key, const char *value, int aux) {
    return (int)syscall(SYS_fsconfig, fd, command, key, value, aux);
}

int clinux_fsmount(int fd, unsigned int flags, unsigned int attributes) {
    return (int)syscall(SYS_fsmount, fd, flags, attributes);
}

int clinux_setgroups_none(void) {
    return setgroups(0, NULL);
}

int clinux_setresuid(uid_t uid) {
    return setresuid(uid, uid, uid);
}

int clinux_setresgid(gid_t gid) {
    return setresgid(gid, gid, gid);
}

int clinux_getresuid(uid_t *real, uid_t *effective, uid_t *saved) {
    return getresuid(real, effective, saved);
}

int clinux_getresgid(gid_t *real, gid_t *effective, gid_t *saved) {
    return getresgid(real, effective, saved);
}

int clinux_sethostname(const char *name, size_t length) {
    return sethostname(name, length);
}

int clinux_setdomainname(const char *name, size_t length) {
    return setdomainname(name, length);
}

int clinux_getpriority_user(uid_t uid) {
    return getpriority(PRIO_USER, uid);
}

// 1 is IOPRIO_WHO_PROCESS of <linux/ioprio.h>.
int clinux_ioprio_set(int priority) {
    return (int)syscall(SYS_ioprio_set, 1, 0, priority);
}

long clinux_keyctl_join_session(void) {
    return syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, NULL);
}

int clinux_personality(unsigned long persona) {
    return personality(persona);
}

int clinux_setrlimit(int resource, uint64_t soft, uint64_t hard) {
    return setrlimit(resource, &(struct rlimit){.rlim_cur = soft, .rlim_max = hard});
}

int clinux_getrlimit_hard(int resource, uint64_t *hard) {
    struct rlimit limit = {0};
    int result = getrlimit(resource, &limit);
    *hard = limit.rlim_max;
    return result;
}

int clinux_fstatfs_space(int fd, struct clinux_space *space) {
    struct statfs found = {0};
    int result = fstatfs(fd, &found);
    *space = (struct clinux_space){
        .block_size = found.f_bsize,
        .blocks = found.f_blocks,
        .free_blocks = found.f_bfree,
        .inodes = found.f_files,
        .free_inodes = found.f_ffree,
        .flags = (uint64_t)found.f_flags,
        .magic = (uint64_t)found.f_type,
    };
    return result;
}

int clinux_interface_up(int socket, const char *name) {
    struct ifreq request = {.ifr_flags = IFF_UP};
    strncpy(request.ifr_name, name, IFNAMSIZ - 1);
    return ioctl(socket, SIOCSIFFLAGS, &request);
}

int clinux_network_of(int socket) {
    return ioctl(socket, SIOCGSKNS);
}

int clinux_namespace_kind(int namespace) {
    return ioctl(namespace, NS_GET_NSTYPE);
}

int clinux_namespace_owner(int namespace) {
    return ioctl(namespace, NS_GET_USERNS);
}

// fork(2) by the raw call: glibc's version runs handlers and takes locks that a cloned child has no use for.
int clinux_fork(void) {
    return (int)syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
}

int clinux_openat2(int dirfd, const char *path, uint64_t flags, uint64_t resolve) {
    return (int)syscall(SYS_openat2, dirfd, path, &(struct open_how){.flags = flags, .resolve = resolve}, sizeof(struct open_how));
}

long clinux_getdents64(int fd, void *buffer, size_t length) {
    return syscall(SYS_getdents64, fd, buffer, length);
}

int clinux_flock(int fd, int operation) {
    return flock(fd, operation);
}
