import Foundation
import Glibc
import MayflyTestSupport

extension EndToEnd {
    /// A directory in which a daemon is started that is not meant to come up.
    struct Place {
        private let root = URL(filePath: "/tmp/mayfly-start-\(UUID().uuidString.prefix(8))")

        init() throws {
            try FileManager.default.createDirectory(at: root, withIntermediateDirectories: false)
            chmod(root.path(), 0o755)
        }

        func path(_ name: String) -> String { root.appending(path: name).path() }

        func directory(_ name: String, mode: mode_t) throws -> String {
            try FileManager.default.createDirectory(atPath: path(name), withIntermediateDirectories: false)
            chmod(path(name), mode)
            return path(name)
        }

        func file(_ name: String, _ text: String, mode: mode_t = 0o644) throws -> String {
            try Data(text.utf8).write(to: URL(filePath: path(name)))
            chmod(path(name), mode)
            return path(name)
        }

        /// Starts a daemon, with directories of its own unless `arguments` name others.
        func start(_ arguments: [String]) throws -> Outcome {
            var all = arguments
            for name in ["run", "state", "trust"] where !arguments.contains("--\(name)-dir") {
                all += ["--\(name)-dir", path(name)]
            }
            return try runProgram(Binaries.path("mayflyd"), all)
        }

        func remove() { try? FileManager.default.removeItem(at: root) }
    }
}
