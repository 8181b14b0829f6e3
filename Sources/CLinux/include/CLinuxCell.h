// The calls that build a cell: mounts, namespaces, identities, resource limits.
#ifndef C_LINUX_CELL_H
#define C_LINUX_CELL_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/// struct mount_attr of <linux/mount.h>, a header that cannot be included beside Glibc.
struct clinux_mount_attr {
    uint64_t attr_set;
    uint64_t attr_clr;
    uint64_t propagation;
    uint64_t userns_fd;
};

/// The result of fstatfs(2).
struct clinux_space {
    uint64_t block_size;
    uint64_t blocks;
    uint64_t free_blocks;
    uint64_t inodes;
    uint64_t free_inodes;
    uint64_t flags;
    /// The type of the file system, as in <linux/magic.h>.
    uint64_t magic;
};

/// Flags for openat2(2): the given directory counts as `/`, and magic links of proc are not followed.
extern const uint64_t clinux_resolve_in_root;

/// Locked for good: root has no special privileges, changes of uid adjust no capabilities, no ambient capability can be raised.
extern const unsigned long clinux_locked_securebits;

extern const int clinux_RLIMIT_NPROC;
extern const int clinux_RLIMIT_MEMLOCK;
extern const int clinux_RLIMIT_MSGQUEUE;
extern const int clinux_RLIMIT_SIGPENDING;
extern const int clinux_RLIMIT_RTPRIO;
extern const int clinux_RLIMIT_NICE;
extern const int clinux_RLIMIT_RSS;
extern const int clinux_RLIMIT_LOCKS;
extern const int clinux_RLIMIT_RTTIME;

int clinux_open_tree(int dirfd, const char *path, unsigned int flags);
int clinux_move_mount(int from_dirfd, const char *from_path, int to_dirfd, const char *to_path, unsigned int flags);
int clinux_mount_setattr(int dirfd, const char *path, unsigned int flags, struct clinux_mount_attr *attr);
int clinux_fsopen(const char *name, unsigned int flags);
int clinux_fsconfig(int fd, unsigned int command, const char *key, const char *value, int aux);
int clinux_fsmount(int fd, unsigned int flags, unsigned int attributes);

int clinux_setgroups_none(void);
int clinux_setresuid(uid_t uid);
int clinux_setresgid(gid_t gid);
int clinux_getresuid(uid_t *real, uid_t *effective, uid_t *saved);
int clinux_getresgid(gid_t *real, gid_t *effective, gid_t *saved);
int clinux_sethostname(const char *name, size_t length);
int clinux_setdomainname(const char *name, size_t length);
int clinux_getpriority_user(uid_t uid);
/// ioprio_set(2) for the calling thread, which has no wrapper in glibc; 0 means no class.
int clinux_ioprio_set(int priority);
long clinux_keyctl_join_session(void);
int clinux_personality(unsigned long persona);
int clinux_setrlimit(int resource, uint64_t soft, uint64_t hard);
int clinux_getrlimit_hard(int resource, uint64_t *hard);
int clinux_fstatfs_space(int fd, struct clinux_space *space);
int clinux_interface_up(int socket, const char *name);
/// Opens the network namespace of a socket, close-on-exec and without proc.
int clinux_network_of(int socket);
/// The kind of an opened namespace, as a flag of clone(2); and its owning user namespace, opened close-on-exec.
int clinux_namespace_kind(int namespace);
int clinux_namespace_owner(int namespace);
int clinux_fork(void);
int clinux_openat2(int dirfd, const char *path, uint64_t flags, uint64_t resolve);
long clinux_getdents64(int fd, void *buffer, size_t length);
int clinux_flock(int fd, int operation);

#endif
