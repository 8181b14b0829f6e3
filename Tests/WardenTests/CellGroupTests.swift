import Foundation
import Glibc
import MayflyCore
import Testing
import WardenProtocol

extension WardenSuite {
    /// The cgroup of a cell that runs, as the host's files have it: nothing of this is asked of the warden.
    @Suite("A running cell's cgroup")
    struct CellGroupTests {
        @Test func `holds the limits that were asked for`() throws {
            let warden = try TestWarden()
            var launch = try TestLaunch("sleep 30")
            launch.request.limits.memory = .mebibytes(48)
            launch.request.limits.cpus = CPURate(millicpus: 250)
            launch.request.limits.pids = 7
            let session = try TestSession.launch(launch, on: warden)
            try warden.awaitStart(of: session.id)
            let directories = try Self.directories(of: session.id, on: warden)
            let found = { (file: String) in
                directories.map { HostTraces.text("\($0)/\(file)") }.filter { !$0.isEmpty }
            }
            for (file, value) in try Self.expected(on: warden) { #expect(found(file) == ["\(value)\n"], "\(file)") }
            for (file, value) in try Self.expectedIfThere(on: warden) where !found(file).isEmpty {
                #expect(found(file) == ["\(value)\n"], "\(file)")
            }
            warden.hangUp()
            #expect(warden.waitForEnd() == 0)
            #expect(directories.allSatisfy { !FileManager.default.fileExists(atPath: $0) })
        }

        @Test func `has every process of the cell in it, and no other`() throws {
            let warden = try TestWarden()
            let traces = try HostTraces(of: warden)
            let session = try TestSession.launch(TestLaunch("sleep 30 & sleep 30 & echo up; wait"), on: warden)
            try warden.awaitStart(of: session.id)
            let cell = { Set(traces.processes()) }
            let deadline = ContinuousClock.now + .seconds(10)
            while cell().count < 4, ContinuousClock.now < deadline { usleep(20_000) }
            #expect(cell().count == 4, "pid 1 of the cell, the script, and two that it started")
            for directory in try Self.directories(of: session.id, on: warden) {
                let members = HostTraces.text("\(directory)/cgroup.procs").split(separator: "\n").map(String.init)
                #expect(Set(members) == cell(), "\(directory)")
            }
            warden.hangUp()
            #expect(warden.waitForEnd() == 0)
        }

        /// Files and values: of v2, or of v1 where the host has no other.
        private static func expected(on warden: TestWarden) throws -> [(String, String)] {
            guard try TestLaunch.required(warden.description).cgroupVersion == "v2" else {
                return [
                    ("memory.limit_in_bytes", "\(48 << 20)"), ("pids.max", "8"), ("cpu.cfs_quota_us", "25000"),
                    ("cpu.cfs_period_us", "100000"),
                ]
            }
            return [
                ("memory.max", "\(48 << 20)"), ("memory.oom.group", "1"), ("pids.max", "8"),
                ("cpu.max", "25000 100000"),
            ]
        }

        /// What keeps memory from being swapped, in files that kernels have which count that.
        private static func expectedIfThere(on warden: TestWarden) throws -> [(String, String)] {
            guard try TestLaunch.required(warden.description).cgroupVersion == "v2" else {
                return [("memory.memsw.limit_in_bytes", "\(48 << 20)"), ("memory.swappiness", "0")]
            }
            return [("memory.swap.max", "0"), ("memory.zswap.max", "0")]
        }

        /// The session's directory in every hierarchy that the warden says it uses.
        private static func directories(of session: SessionID, on warden: TestWarden) throws -> [String] {
            let facts = try TestLaunch.required(warden.description).facts
            let directories = facts.filter { $0.name.hasPrefix("cgroup.") }.map { "\($0.value)/\(session.text)" }
            #expect(!directories.isEmpty && directories.allSatisfy { FileManager.default.fileExists(atPath: $0) })
            return directories
        }
    }
}
