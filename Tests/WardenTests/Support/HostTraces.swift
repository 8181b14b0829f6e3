import Foundation
import MayflyCore

/// What a session leaves on a host when something was forgotten: looked for from outside, without asking the warden.
enum HostTraces {
    /// Everything of sessions that is on the host now, one line each.
    static func now() -> Set<String> { processes().union(controlGroups()).union(mounts()) }

    /// What has come since `before` and stays for two seconds.
    static func left(since before: Set<String>) -> Set<String> {
        let deadline = ContinuousClock.now + .seconds(2)
        var found = now().subtracting(before)
        while !found.isEmpty, ContinuousClock.now < deadline {
            usleep(20_000)
            found = now().subtracting(before)
        }
        return found
    }

    /// The processes that have an id out of the cells' range.
    static func processes() -> Set<String> {
        var found: Set<String> = []
        for pid in names(in: "/proc") where pid.allSatisfy(\.isNumber) {
            for line in text("/proc/\(pid)/status").split(separator: "\n") where line.hasPrefix("Uid:") {
                let ids = line.split(whereSeparator: \.isWhitespace).dropFirst().compactMap { UInt32($0) }
                if ids.contains(where: { 0x7000_0000..<0x7010_0000 ~= $0 }) { found.insert("process \(pid) of \(ids)") }
            }
        }
        return found
    }

    private static func controlGroups() -> Set<String> {
        var found: Set<String> = []
        let walk = FileManager.default.enumerator(atPath: "/sys/fs/cgroup")
        while let path = walk?.nextObject() as? String {
            let name = path.split(separator: "/").last ?? ""
            if name.hasPrefix("ses_") || name.hasPrefix("mayfly") { found.insert("cgroup \(path)") }
        }
        return found
    }

    private static func mounts() -> Set<String> {
        let lines = text("/proc/self/mountinfo").split(separator: "\n")
        return Set(lines.filter { $0.contains("mayfly-ses_") }.map { "mount \($0)" })
    }

    private static func names(in path: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    }

    private static func text(_ path: String) -> String { (try? String(contentsOfFile: path, encoding: .utf8)) ?? "" }
}
