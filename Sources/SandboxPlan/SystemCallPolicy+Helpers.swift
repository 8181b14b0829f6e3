extension SystemCallPolicy {
    /// Pid 1 of a cell: wait, report, end.
    package static let keeper = SystemCallPolicy(groups: [
        SystemCallGroup("reap, report and end", allow: "waitid sendmsg exit_group rt_sigreturn"),
        SystemCallGroup("memory that the runtime may still want", allow: "brk mmap munmap madvise futex"),
    ])

    /// The collector of artifacts: walk, read, write to one pipe.
    package static let collector = SystemCallPolicy(groups: [
        SystemCallGroup(
            "walk a tree by descriptor and copy it to a pipe",
            allow: "openat2 getdents64 fstat newfstatat lseek read write sendfile close exit_group rt_sigreturn"
        ),
        SystemCallGroup("memory that the runtime may still want", allow: "brk mmap munmap madvise mremap futex"),
    ])
}
