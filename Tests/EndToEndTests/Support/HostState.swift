import Foundation

/// What a session could leave on the host, as sets of lines: what is in a later one and not in an earlier is a leftover.
struct HostState {
    private let facts: [String: Set<String>]
    /// How many sockets the processes of the daemon have.
    private let sockets: [String: Int]

    /// So many more are no leftovers: connections of the tests' own clients, whose end the daemon may not have seen yet.
    ///
    /// Nobody connects to the warden: it has those that it had before, or it has lost one.
    private static let passingSockets = ["daemon": 8, "warden": 0]

    /// Looks at the host, and at what the processes of one daemon hold.
    static func look(at daemon: TestDaemon? = nil) -> HostState {
        var facts: [String: Set<String>] = [
            "process with a session's uid": sessionProcesses(),
            "cgroup of a session": sessionControlGroups(),
            "mount": mounts(),
            "namespace": namespaces(),
            "System V object": systemV(),
            "file in shared memory": names(in: "/dev/shm"),
            "message queue": names(in: "/dev/mqueue"),
            "network interface": names(in: "/sys/class/net"),
        ]
        var sockets: [String: Int] = [:]
        for (name, pid) in [("daemon", daemon?.pid), ("warden", daemon?.wardenPID)] {
            guard let pid else { continue }
            facts["child of the \(name)"] = children(of: pid, except: daemon?.wardenPID)
            facts["descriptor of the \(name)"] = descriptors(of: pid)
            sockets[name] = links(in: "/proc/\(pid)/fd").count { $0.hasPrefix("socket:") }
        }
        if let daemon { facts["temporary file in the state directory"] = temporaryFiles(in: daemon.stateDirectory) }
        return HostState(facts: facts, sockets: sockets)
    }

    /// What `later` has and this has not, one line each.
    func leftovers(in later: HostState) -> [String] {
        let lines = later.facts.flatMap { kind, lines in
            lines.subtracting(facts[kind] ?? []).map { "\(kind): \($0)" }
        }
        let more = later.sockets.compactMap { name, count -> String? in
            let before = sockets[name] ?? 0
            guard count > before + Self.passingSockets[name, default: 0] else { return nil }
            return "sockets of the \(name): \(count), and \(before) before"
        }
        return (lines + more).sorted()
    }

    /// Looks until nothing is left, for two seconds at most; what is left then is returned.
    func leftovers(at daemon: TestDaemon?) async -> [String] {
        var found: [String] = []
        for _ in 0..<40 {
            found = leftovers(in: .look(at: daemon))
            if found.isEmpty { return [] }
            try? await Task.sleep(for: .milliseconds(50))
        }
        return found
    }

    // MARK: - Where it looks

    /// The host uids of cells.
    private static let sessionUIDs: ClosedRange<UInt32> = 0x7000_0000...0x700f_ffff

    private static var pids: [String] { names(in: "/proc").filter { $0.allSatisfy(\.isNumber) } }

    private static func text(_ path: String) -> String { (try? String(contentsOfFile: path, encoding: .utf8)) ?? "" }

    private static func names(in directory: String) -> Set<String> {
        Set((try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? [])
    }

    /// The processes of all cells on the host, dead ones that nobody has reaped included.
    static func sessionProcesses() -> Set<String> {
        Set(
            pids.compactMap { pid in
                let lines = text("/proc/\(pid)/status").split(separator: "\n")
                let uids =
                    lines.first { $0.hasPrefix("Uid:") }?.split(separator: "\t").dropFirst().compactMap { UInt32($0) }
                    ?? []
                guard let uid = uids.first(where: sessionUIDs.contains) else { return nil }
                return "pid \(pid) uid \(uid) \(lines.first ?? "")"
            }
        )
    }

    private static func sessionControlGroups() -> Set<String> {
        var found: Set<String> = []
        let root = URL(filePath: "/sys/fs/cgroup")
        let walk = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)
        while let url = walk?.nextObject() as? URL {
            if url.lastPathComponent.hasPrefix("ses_") || url.lastPathComponent.hasPrefix("cell_") {
                found.insert(url.path())
            }
        }
        return found
    }

    private static func mounts() -> Set<String> {
        var found: Set<String> = []
        for pid in pids {
            for line in text("/proc/\(pid)/mountinfo").split(separator: "\n") {
                // Mount ids differ for each namespace; what is mounted and where does not.
                let fields = line.split(separator: " ").dropFirst(3).map(String.init)
                if let separator = fields.firstIndex(of: "-"), fields.count > separator + 2 {
                    found.insert(
                        "\(fields[0]) on \(fields[1]) type \(fields[separator + 1]) from \(fields[separator + 2])"
                    )
                }
            }
        }
        return found
    }

    private static func namespaces() -> Set<String> {
        var found: Set<String> = []
        for pid in pids {
            for kind in ["user", "mnt", "pid", "net", "ipc", "uts", "time", "cgroup"] {
                if let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(pid)/ns/\(kind)") {
                    found.insert(target)
                }
            }
            found.formUnion(links(in: "/proc/\(pid)/fd").filter { $0.hasPrefix("mnt:[") || $0.hasPrefix("net:[") })
        }
        return found
    }

    private static func links(in directory: String) -> [String] {
        names(in: directory).compactMap {
            try? FileManager.default.destinationOfSymbolicLink(atPath: "\(directory)/\($0)")
        }
    }

    private static func systemV() -> Set<String> {
        var found: Set<String> = []
        for kind in ["shm", "sem", "msg"] {
            for line in text("/proc/sysvipc/\(kind)").split(separator: "\n").dropFirst() {
                found.insert("\(kind) \(line)")
            }
        }
        return found
    }

    private static func children(of pid: pid_t, except other: pid_t?) -> Set<String> {
        let children = text("/proc/\(pid)/task/\(pid)/children").split(separator: " ").map(String.init)
        return Set(children.filter { $0 != other.map { "\($0)" } })
    }

    /// Kinds of descriptors and how many: numbers and inodes come and go with requests, counts must not grow.
    private static func descriptors(of pid: pid_t) -> Set<String> {
        var counts: [String: Int] = [:]
        for target in links(in: "/proc/\(pid)/fd") {
            let kind = target.prefix { $0 != ":" }
            // Sockets are counted apart; the pool of database readers comes and goes.
            guard kind != "socket", !target.contains("mayfly.sqlite") else { continue }
            counts[String(kind), default: 0] += 1
        }
        return Set(counts.flatMap { kind, count in (1...count).map { "\(kind) no. \($0)" } })
    }

    private static func temporaryFiles(in directory: URL) -> Set<String> {
        var found: Set<String> = []
        let walk = FileManager.default.enumerator(at: directory, includingPropertiesForKeys: nil)
        while let url = walk?.nextObject() as? URL {
            let name = url.lastPathComponent
            if name.hasSuffix(".tmp") || name.hasPrefix("tmp") || name.hasPrefix(".") { found.insert(url.path()) }
        }
        return found
    }
}
