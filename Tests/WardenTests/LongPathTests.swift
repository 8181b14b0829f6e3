import Foundation
import MayflyCore
import MayflyTestSupport
import Testing
import WardenProtocol

extension WardenSuite {
    /// What an operator shows may have the longest path that there is: the daemon must be able to read what is said of it.
    @Suite("A very long path")
    struct LongPathTests {
        /// Files of the host with paths of 500 bytes and more, and a profile that shows them.
        private final class Planted {
            private let directory = URL(filePath: "/srv/mayfly-test-\(UUID().uuidString)")
            let files: [String]

            init(files count: Int) throws {
                let part = String(repeating: "x", count: 220)
                let deep = directory.appending(path: "\(part)/\(part)")
                files = (10..<(10 + count)).map { deep.appending(path: "f\($0)").path() }
                try FileManager.default.createDirectory(
                    at: deep,
                    withIntermediateDirectories: true,
                    attributes: [.posixPermissions: 0o755]
                )
                for file in files { try Data("text".utf8).write(to: URL(filePath: file)) }
            }

            deinit { try? FileManager.default.removeItem(at: directory) }

            func remove() throws {
                for file in files { try FileManager.default.removeItem(atPath: file) }
            }

            func profile(_ name: String) -> String {
                TestProfile.shut.replacing("name: shut", with: "name: \(name)")
                    .replacing("/etc/ld.so.cache]", with: "/etc/ld.so.cache, \(files.joined(separator: ", "))]")
            }
        }

        @Test func `that leads to nothing any more is an error of one session, and ends no other`() throws {
            let planted = try Planted(files: 1)
            let warden = try TestWarden(profiles: ["shut": planted.profile("shut"), "wider": TestProfile.wider])
            let other = try TestSession.launch(TestLaunch("sleep 1; echo undisturbed", profile: "wider"), on: warden)
            let id = other.id
            try planted.remove()
            let verdict = try warden.run(TestLaunch("exit 0")).report.verdict
            #expect(verdict.name == .setupFailed && verdict.evidence.contains(planted.files[0]), "\(verdict)")
            #expect(try other.read().output == "undisturbed\n")
            #expect(try warden.report(of: id).verdict.name == .ok)
        }

        @Test func `is shown, with many of its kind, by no more profiles than the daemon can be told of`() throws {
            let planted = try Planted(files: 57)
            let warden = try TestWarden()
            for index in 0..<6 { try warden.write(planted.profile("p\(index)"), to: "profiles/p\(index).yaml") }
            try warden.send(.reload)
            guard case .reloadFailed(let text) = try warden.receive() else {
                return #expect(Bool(false), "they are in force")
            }
            #expect(text.contains("in \(FrameBound.frame) bytes at most"), "\(text)")
            #expect(try warden.run(TestLaunch("true")).report.verdict.name == .ok, "those before stay in force")

            for index in 3..<6 {
                try FileManager.default.removeItem(at: warden.directory.appending(path: "profiles/p\(index).yaml"))
            }
            try warden.send(.reload)
            guard case .ready(let description) = try warden.receive() else {
                return #expect(Bool(false), "they are not in force")
            }
            #expect(description.profiles.count == TestProfile.all.count + 3)
            // Until here they have to be there.
            withExtendedLifetime(planted) {}
        }
    }
}
