import Foundation
import Glibc
import MayflyCore
import Sandbox
import Testing
import WardenProtocol

extension WardenSuite {
    /// What a profile says about reading from disks is held by the kernel, not only written down.
    @Suite("The rate of reading from disks")
    struct DiskRateTests {
        private static let amount: UInt64 = 3 << 20

        @Test func `is held, and without it the same file is read faster`() throws {
            let profiles = ["shut": TestProfile.shut, "slow": TestProfile.slowDisk]
            guard (try? DiskSearch.disks(behind: "/usr")) != nil else {
                // A host whose /usr is on no disk of its own cannot hold it, and says so before any session.
                let warden = try TestWarden(profiles: profiles, awaitReady: false)
                #expect(warden.waitForEnd() != 0)
                return
            }
            let warden = try TestWarden(profiles: profiles)
            // On cgroup v1 newer kernels count what is read from a disk only once a rate was set for it.
            let slow = try read(under: "slow", on: warden)
            let fast = try read(under: "shut", on: warden)
            #expect(fast.verdict.name == .ok && slow.verdict.name == .ok, "\(fast.verdict), \(slow.verdict)")
            for report in [fast, slow] {
                let count = try #require(report.usage.ioRead?.bytes)
                #expect(count >= Self.amount, "\(count) bytes came from the disk: the file was in the page cache")
            }
            // 3 MiB at 1 MiB per second, of which the kernel gives the first slice at once.
            let (took, unlimited) = (try #require(slow.times.run), try #require(fast.times.run))
            #expect(took > .milliseconds(1500), "\(took)")
            #expect(took > unlimited * 2, "\(took), without a limit \(unlimited)")
            #expect(slow.controls.contains { $0.name.hasPrefix("cgroup.") && $0.value.contains("1048576") })
        }

        private func read(under profile: String, on warden: TestWarden) throws -> SessionReport {
            let file = try forgotten()
            var launch = try TestLaunch(
                "dd if=\"$1\" of=/dev/null bs=64k count=48 status=none",
                profile: profile
            )
            launch.request.arguments = [file]
            return try warden.run(launch).report
        }

        /// A large file that no process maps, with nothing of it in the page cache.
        private func forgotten() throws -> String {
            var mapped = Set<Substring>()
            for process in try FileManager.default.contentsOfDirectory(atPath: "/proc") where Int32(process) != nil {
                let maps = (try? Data(contentsOf: URL(filePath: "/proc/\(process)/maps"))) ?? Data()
                let lines = String(decoding: maps, as: UTF8.self).split(separator: "\n")
                mapped.formUnion(lines.compactMap { $0.split(separator: " ", maxSplits: 5).last })
            }
            for directory in ["/usr/bin", "/usr/lib/x86_64-linux-gnu"] {
                for name in try FileManager.default.contentsOfDirectory(atPath: directory).sorted() {
                    let path = "\(directory)/\(name)"
                    var status = stat()
                    guard unsafe lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
                        status.st_size > Self.amount, !mapped.contains(where: { $0.hasSuffix(path) })
                    else { continue }
                    let descriptor = open(path, O_RDONLY)
                    defer { close(descriptor) }
                    guard posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED) == 0 else { continue }
                    return path
                }
            }
            throw TestWarden.Failure(description: "no program or library of \(Self.amount) bytes that nobody runs")
        }
    }
}
