package import MayflyCore

/// What to do about a host that cannot build cells: the promise that it cannot keep, and the setting that helps.
///
/// Pure: it maps the failed step and its error to the cause that they have had before.
package enum HostAdvice {
    /// The cause of a canary's failed step.
    private struct Rule {
        let stages: Set<String>
        /// Empty if the rule covers every error.
        let errors: Set<String>
        let text: String

        init(_ stages: Set<String>, _ errors: Set<String>, _ text: String) {
            (self.stages, self.errors, self.text) = (stages, errors, text)
        }
    }

    /// - Parameters:
    ///   - canary: The verdict of the cell that was built as a check.
    ///   - facts: What the warden reported about the host.
    /// - Returns: One or two sentences for each thing to do; empty when there is nothing.
    package static func lines(canary: Verdict, facts: [Control]) -> [String] {
        failed(canary) + facts.compactMap(about)
    }

    private static func failed(_ canary: Verdict) -> [String] {
        guard canary.name == .setupFailed, let stage = canary.stage, let errno = canary.errno else { return [] }
        let found = rules.first { $0.stages.contains(stage) && ($0.errors.isEmpty || $0.errors.contains(errno)) }
        return ["no session can start: " + (found?.text ?? "step \(stage) failed with \(errno); see the daemon's log")]
    }

    private static func about(_ fact: Control) -> String? {
        switch fact.name {
        case "landlock" where fact.value.hasPrefix("not "):
            "sessions run without Landlock, the second border around their files, as the kernel does not offer it: use a "
                + "kernel from 5.19 on with CONFIG_SECURITY_LANDLOCK, and 'landlock' in its lsm= parameter"
        case "overcommit" where fact.value == "2":
            "one session can make programs of the host fail for want of memory: with vm.overcommit_memory=2 the kernel counts what "
                + "is asked for, for the whole host, and no cgroup bounds that: set it to 0 or 1"
        case "core_pattern" where fact.value.hasPrefix("@"):
            "what a script that crashes had in memory goes to a program of the host's: kernel.core_pattern names a socket, which no "
                + "limit of a process keeps off: name a file or a program there"
        case "left_behind":
            "cells of an earlier warden may still take memory and processors. Look at who is in the cgroups that left_behind "
                + "names, such as a process that waits for a file system that does not answer: end that, or restart the host, "
                + "and then restart the daemon"
        default: nil
        }
    }

    private static let rules: [Rule] = [
        Rule(
            ["clone"],
            ["ENOSPC", "EUSERS"],
            "no user, pid or other namespace can be made, so no script could be kept apart from the host. They are switched "
                + "off or used up: set user.max_user_namespaces and its like in /proc/sys/user to more than 0"
        ),
        Rule(
            ["clone", "user_map", "namespaces"],
            ["EPERM", "EACCES"],
            "the warden may not make namespaces or map ids. It runs in a container without CAP_SYS_ADMIN or under a filter, "
                + "in a unit with RestrictNamespaces= or PrivateUsers=, or an LSM forbids it (on Ubuntu "
                + "kernel.apparmor_restrict_unprivileged_userns): run it on the host, as packaging/ has it"
        ),
        Rule(
            ["namespaces"],
            ["EINVAL"],
            "the kernel has no time namespaces or no cgroup namespaces, which every cell has: use one with CONFIG_TIME_NS and "
                + "CONFIG_CGROUPS, as distributions build it"
        ),
        Rule(
            ["clone"],
            ["ENOENT"],
            "no limit would hold, as a cell cannot be born in its cgroup. The daemon is in a cgroup namespace, and what is "
                + "mounted at /sys/fs/cgroup is the host's, not that of the container: run it on the host, or mount the "
                + "container's own"
        ),
        Rule(
            ["clone", "mounts", "pivot"],
            ["ENOSYS", "EINVAL", "EOPNOTSUPP", "ENOTSUP", "ENODEV"],
            "the kernel lacks a call that cells are built with, or a filter hides it (a container's, or RestrictNamespaces= of a "
                + "unit): Linux 5.14 or newer is needed, with tmpfs and all namespaces"
        ),
        Rule(
            ["mounts", "pivot", "script"],
            ["EPERM", "EACCES"],
            "a cell's own file system cannot be mounted. In a container /proc is masked, and a fresh one may not show more "
                + "than it does; an LSM may forbid mounts too: run the daemon on the host, or in a container with an unmasked "
                + "/proc (systempaths=unconfined, apparmor=unconfined)"
        ),
        Rule(
            ["cgroup", "join_cgroup"],
            [],
            "the limits on memory, processes and processor time cannot be set. The daemon has no cgroup of its own to divide: "
                + "start it as the systemd unit in packaging/ (Delegate=yes), or give it a writable one by --cgroup"
        ),
        Rule(
            ["seccomp"],
            [],
            "system calls cannot be filtered: the kernel needs CONFIG_SECCOMP_FILTER, and user notification (5.0 or newer)"
        ),
        Rule(
            ["landlock"],
            [],
            "Landlock is offered and cannot be put in force: an LSM or a container's filter forbids its calls"
        ),
        Rule(["identity"], [], "every user id for cells is taken: are there processes with ids above 1879048192?"),
        Rule(
            ["verify"],
            [],
            "a control was set and is not in force, as read back from the kernel; a container's filter may pretend to allow a "
                + "call: run the daemon on the host"
        ),
    ]
}
