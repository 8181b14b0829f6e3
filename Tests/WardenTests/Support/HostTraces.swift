import Foundation
import MayflyCore
import WardenProtocol

/// What the cells of one warden have on the host: looked for from outside, without asking the warden.
///
/// Other instances may run on the same host; what is theirs is not counted.
struct HostTraces {
    /// The host ids of the instance's cells.
    private let ids: ClosedRange<UInt32>
    /// The instance's directories in the cgroup hierarchies.
    private let controlGroups: [String]

    /// Learns from a warden's own description where to look.
    init(of warden: TestWarden) throws {
        let facts = try TestLaunch.required(warden.description).facts
        let range = try TestLaunch.required(facts.first { $0.name == "user_ids" }).value
        let bounds = range.split(separator: "-").compactMap { UInt32($0) }
        guard bounds.count == 2 else { throw TestWarden.Failure(description: "user_ids is \(range)") }
        ids = bounds[0]...bounds[1]
        controlGroups = facts.filter { $0.name.hasPrefix("cgroup.") }.map(\.value)
    }

    /// Everything of the instance's cells, one line each.
    func now() -> [String] { processes() + cellDirectories() + mounts() }

    /// The same and the instance's own directories, once the warden has ended.
    func afterwards() -> [String] {
        now() + controlGroups.filter { FileManager.default.fileExists(atPath: $0) }.map { "instance cgroup \($0)" }
    }

    /// What is still there after a while: who reaps the orphans of a host may take seconds for it.
    func left(_ look: () -> [String]) -> [String] {
        let deadline = ContinuousClock.now + .seconds(20)
        while ContinuousClock.now < deadline {
            if look().isEmpty { return [] }
            usleep(20_000)
        }
        return look()
    }

    /// The processes that have an id of a cell: `pid`, and the names and values of its status file.
    func processes() -> [String] {
        Self.names(in: "/proc").filter { pid in
            guard pid.allSatisfy(\.isNumber) else { return false }
            let lines = Self.text("/proc/\(pid)/status").split(separator: "\n")
            let line = lines.first { $0.hasPrefix("Uid:") } ?? ""
            return line.split(whereSeparator: \.isWhitespace).compactMap { UInt32($0) }.contains(where: ids.contains)
        }
    }

    /// When the process of a session was made that was made first, in hundredths of seconds, and its number.
    static func firstProcess(of id: SessionID) -> (time: UInt64, pid: pid_t)? {
        names(in: "/proc").compactMap { pid_t($0) }.filter { text("/proc/\($0)/cgroup").contains(id.text) }
            .compactMap { pid in
                // The name, which is in brackets, may have spaces; the time is the twentieth word after it.
                let words = text("/proc/\(pid)/stat").split(separator: ")").last?.split(separator: " ") ?? []
                return words.count > 19 ? UInt64(words[19]).map { (time: $0, pid: pid) } : nil
            }
            .min { $0 < $1 }
    }

    /// The cgroups of cells: sooner looked at than all that they have, for those that live some milliseconds.
    func cellDirectories() -> [String] {
        controlGroups.flatMap { path in
            Self.names(in: path).filter { $0.hasPrefix("ses_") || $0.hasPrefix("cell_") }.map { "cgroup \(path)/\($0)" }
        }
    }

    private func mounts() -> [String] {
        Self.text("/proc/self/mountinfo").split(separator: "\n").filter {
            $0.contains("mayfly-ses_") || $0.contains("mayfly-cell_")
        }.map {
            "mount \($0)"
        }
    }

    private static func names(in path: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    }

    /// A whole file, or nothing.
    static func text(_ path: String) -> String { (try? String(contentsOfFile: path, encoding: .utf8)) ?? "" }
}
