extension SystemCallPolicy {
    /// What every cell may call.
    static let common: [SystemCallGroup] = [
        SystemCallGroup(
            "files of its own tree: every open is bounded by what is mounted",
            allow: """
                open openat openat2 creat close close_range read write readv writev pread64 pwrite64 preadv pwritev preadv2 pwritev2
                lseek stat fstat lstat newfstatat statx access faccessat faccessat2 readlink readlinkat getdents getdents64
                getcwd chdir fchdir rename renameat renameat2 mkdir mkdirat rmdir link linkat symlink symlinkat unlink unlinkat
                truncate ftruncate fallocate fsync fdatasync sync_file_range syncfs sync utime utimes utimensat futimesat
                chmod fchmod fchmodat chown fchown lchown fchownat umask statfs fstatfs fadvise64 readahead copy_file_range sendfile
                splice tee dup dup2 dup3 pipe pipe2
                getxattr lgetxattr fgetxattr listxattr llistxattr flistxattr setxattr lsetxattr fsetxattr removexattr lremovexattr
                fremovexattr
                """
        ),
        SystemCallGroup(
            "fifos and plain files may be made, device nodes not",
            ["mknod": UInt32(1), "mknodat": 2].sorted { $0.key < $1.key }.flatMap { call, argument in
                [UInt64(0), 0x1000, 0x8000].map {
                    SystemCallRule(call, when: .init(argument: argument, mask: 0xf000, value: $0))
                }
            }
        ),
        SystemCallGroup(
            "waiting for descriptors",
            allow: """
                poll ppoll select pselect6 epoll_create epoll_create1 epoll_ctl epoll_wait epoll_pwait epoll_pwait2 eventfd eventfd2
                signalfd signalfd4 timerfd_create timerfd_settime timerfd_gettime
                """
        ),
        SystemCallGroup(
            "memory of its own",
            allow: """
                brk mmap munmap mremap mprotect madvise msync mincore mlock mlock2 munlock mlockall munlockall membarrier
                get_mempolicy pkey_alloc pkey_free pkey_mprotect
                """
        ),
        SystemCallGroup(
            "processes and threads of its own",
            allow: """
                fork vfork execve execveat exit exit_group wait4 waitid kill tkill tgkill rt_sigqueueinfo rt_tgsigqueueinfo
                pidfd_open pidfd_send_signal getpid getppid gettid getpgid getpgrp getsid setpgid setsid
                set_tid_address set_robust_list get_robust_list futex rseq sched_yield sched_getaffinity sched_getparam
                sched_getscheduler sched_getattr sched_get_priority_max sched_get_priority_min sched_rr_get_interval getpriority
                ioprio_get getrlimit setrlimit prlimit64 getrusage times restart_syscall arch_prctl
                """
        ),
        SystemCallGroup(
            "a new process or thread, but no new namespace",
            [SystemCallRule("clone", when: .init(argument: 0, mask: 0x7e02_0000, value: 0))]
        ),
        SystemCallGroup(
            "its flags lie in memory where no filter sees them; ENOSYS makes libc fall back to clone",
            [SystemCallRule("clone3", .fail(errno: 38))]
        ),
        SystemCallGroup(
            "signals",
            allow: """
                rt_sigaction rt_sigprocmask rt_sigpending rt_sigtimedwait rt_sigsuspend rt_sigreturn sigaltstack pause alarm
                getitimer setitimer
                """
        ),
        SystemCallGroup(
            "reading clocks; none can be set",
            allow: """
                clock_gettime clock_getres clock_nanosleep gettimeofday time nanosleep getcpu
                """
        ),
        SystemCallGroup(
            "who am I; none of these changes it",
            allow: """
                getuid geteuid getgid getegid getresuid getresgid getgroups capget uname sysinfo getrandom
                """
        ),
        SystemCallGroup(
            "sockets that exist already or are of an allowed family",
            allow: """
                bind connect listen accept accept4 getsockname getpeername sendto recvfrom sendmsg recvmsg sendmmsg recvmmsg shutdown
                getsockopt setsockopt
                """
        ),
        SystemCallGroup("families unix, inet and inet6", allow: "socket", argument: 0, values: [1, 2, 10]),
        SystemCallGroup("pairs of unix sockets", allow: "socketpair", argument: 0, values: [1]),
        SystemCallGroup(
            "System V IPC, which is the cell's own and charged to it",
            allow: """
                shmget shmat shmdt shmctl semget semop semtimedop semctl msgget msgsnd msgrcv msgctl
                """
        ),
        SystemCallGroup(
            "questions about a descriptor; nothing that types into a terminal",
            allow: "ioctl",
            argument: 1,
            // TCGETS TIOCGPGRP TIOCGWINSZ FIONREAD FIONBIO FIONCLEX FIOCLEX FICLONE SIOCGIFCONF SIOCGIFFLAGS SIOCGIFADDR TCGETS2
            values: [
                0x5401, 0x540f, 0x5413, 0x541b, 0x5421, 0x5450, 0x5451, 0x4004_9409, 0x8912, 0x8913, 0x8915,
                0x802c_542a,
            ]
        ),
        SystemCallGroup(
            "its own name, death signal, dumpability and the like",
            allow: "prctl",
            argument: 0,
            // PDEATHSIG (1 2) DUMPABLE (3 4) KEEPCAPS (7) NAME (15 16) SECCOMP (21) CAPBSET_READ (23) SECUREBITS (27)
            // TIMERSLACK (29 30) SUBREAPER (36 37) NO_NEW_PRIVS (38 39) TID_ADDRESS (40) THP_DISABLE (41 42) VMA (0x53564d41)
            values: [1, 2, 3, 4, 7, 15, 16, 21, 23, 27, 29, 30, 36, 37, 38, 39, 40, 41, 42, 0x5356_4d41]
        ),
        SystemCallGroup(
            "descriptor flags, duplicates, pipe sizes and seals; no lock, lease or directory watch",
            allow: "fcntl",
            argument: 1,
            // DUPFD GETFD SETFD GETFL SETFL GETLK SETOWN GETOWN DUPFD_CLOEXEC GETPIPE_SZ ADD_SEALS GET_SEALS
            values: [0, 1, 2, 3, 4, 5, 8, 9, 1030, 1032, 1033, 1034]
        ),
        SystemCallGroup(
            "asking for the execution domain, or for the one it has",
            allow: "personality",
            argument: 0,
            values: [0, 0xffff_ffff]
        ),
    ]

    /// What ordinary programs use besides, and the strict list refuses.
    static let convenience: [SystemCallGroup] = [
        SystemCallGroup("whole-file locks, as SQLite's tests and many tools use them", allow: "flock"),
        SystemCallGroup(
            "record locks and the size of pipes",
            allow: "fcntl",
            argument: 1,
            // SETLK SETLKW SETPIPE_SZ OFD_GETLK OFD_SETLK OFD_SETLKW
            values: [6, 7, 1031, 36, 37, 38]
        ),
        SystemCallGroup(
            "watching files in /work",
            allow: "inotify_init inotify_init1 inotify_add_watch inotify_rm_watch"
        ),
        SystemCallGroup(
            "timers that send signals",
            allow: """
                timer_create timer_settime timer_gettime timer_getoverrun timer_delete
                """
        ),
        SystemCallGroup("files in memory, as compilers and multiprocessing make them", allow: "memfd_create"),
        SystemCallGroup("binding its own threads to the processors it has", allow: "sched_setaffinity"),
    ]
}
