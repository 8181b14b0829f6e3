/// Profiles for tests: one that shuts everything, and for each protection one that leaves it open.
enum TestProfile {
    /// Everything shut.
    static let shut = make("shut")
    /// Files that the script writes may be executed.
    static let executable = make("executable", executableScratch: true)
    /// The wider list of system calls.
    static let wider = make("wider", systemCalls: "standard")
    /// A loopback interface that is up.
    static let loopback = make("loopback", network: "loopback")
    /// Reaching the disk or pids limit is only an error for the script.
    static let lenient = make("lenient", response: "report")
    /// A refused system call is the end.
    static let deadly = make("deadly", denied: "end")
    /// An operator's own list of system calls, in a file beside it.
    static let own = make("own", systemCalls: "own.json")
    /// Two people have to approve.
    static let two = make("two", approvals: "{required: 2}")
    /// What starts a script must be what the approvers saw.
    static let pinned = make("pinned", approvals: "{pin: enforce}")
    /// Everything shut, and approvals have to be as this says.
    static func wanting(_ approvals: String) -> String { make("wanting", approvals: approvals) }
    /// Reads 1 MiB per second from disks.
    static let slowDisk = make("slow", io: "{readBytes: 1Mi}")
    /// Lets 8 files of 64 KiB carry over.
    static let keeping = make("keeping", more: "workspace: {bytes: 64Ki, files: 8, lifetime: 1h, perOwner: 1}")
    /// Everything shut, with as much memory as the built-in `strict` has, below which probes do not try it, and with time for
    /// kernels that look for a module at every attempt.
    static let roomy = make("shut", memory: "128Mi", wall: "60s")
    /// The same, for many processes.
    static let crowded = make("shut", memory: "128Mi", pids: "64")
    /// Everything shut, with cells that are built ahead.
    static func ahead(_ warm: String, network: String = "none", denied: String = "report") -> String {
        make("shut", network: network, denied: denied, memory: "128Mi", wall: "60s", more: "warm: {\(warm)}")
    }
    /// The same, with node and room for it, and with what is built ahead if there is anything.
    static func node(_ warm: String? = nil, path: String = "/usr/bin/node", denied: String = "report") -> String {
        make(
            "shut",
            denied: denied,
            memory: "512Mi",
            pids: "64",
            wall: "60s",
            more: warm.map { "warm: {\($0)}" } ?? "# cold"
        )
        .replacing("binary: {}", with: "binary: {}\n    node: {path: \(path)}")
    }
    /// All of them but `own` and the last seven, by name.
    static let all = [
        "two": two, "pinned": pinned, "shut": shut, "executable": executable, "wider": wider, "loopback": loopback,
        "lenient": lenient,
        "deadly": deadly,
    ]

    private static func make(
        _ name: String,
        executableScratch: Bool = false,
        systemCalls: String = "strict",
        network: String = "none",
        response: String = "end",
        denied: String = "report",
        io: String? = nil,
        memory: String = "64Mi",
        pids: String = "16",
        wall: String = "20s",
        approvals: String = "{}",
        more: String = "# nothing more"
    ) -> String {
        """
        apiVersion: mayfly/v1
        kind: Profile
        metadata:
          name: \(name)
          summary: For a test.
        spec:
          limits:
            wall: \(wall)
            cpuTime: 20s
            cpus: 1
            memory: \(memory)
            pids: \(pids)
            disk: 8Mi
            inodes: 256
            openFiles: 64
            output: 1Mi
            artifacts: 4Mi
            artifactCount: 16
          onLimit:
            output: end
            disk: \(response)
            pids: \(response)
          grace: 200ms
          network:
            mode: \(network)
          systemCalls: \(systemCalls)
          onDeniedCall: \(denied)
          filesystem:
            visible: [/usr, /bin, /sbin, /lib, /lib64, /etc/alternatives, /etc/ld.so.cache]
            executableScratch: \(executableScratch)
          \(io.map { "io: \($0)" } ?? "# reads as fast as the disk is")
          runtimes:
            python: {}
            sh: {}
            binary: {}
          env:
            allow: [LANG]
          concurrency:
            max: 8
          approvals: \(approvals)
          \(more)

        """
    }
}
