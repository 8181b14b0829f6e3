import CLinux
import Foundation
import Glibc
import LinuxSystem
import MayflyCore
import MayflyTestSupport
import Sandbox
import SandboxPlan
import Testing

/// What Landlock alone refuses: each thing is tried before, as the control, and again once the rules are in force.
@Suite("Landlock", .serialized, .requiresRoot, .tags(.kernel))
struct LandlockTests {
    enum Attempt: String, CaseIterable, Codable {
        case device
        case write
        case execute
        case tcp
        case signal
        case abstractSocket

        /// Whether a plan has a rule against it.
        func isRefused(by plan: LandlockPlan) -> Bool {
            switch self {
            case .device, .write, .execute: true
            case .tcp: plan.refusesTCP
            case .signal, .abstractSocket: plan.isScoped
            }
        }

        /// Whether it succeeds.
        func succeeds() -> Bool {
            switch self {
            case .device: unsafe mknod("/work/device", S_IFBLK, 0) == 0 && unlink("/work/device") == 0
            case .write: Self.opens("/other", O_WRONLY)
            case .execute: Self.executes("/other")
            case .tcp: Self.binds()
            case .signal: kill(getppid(), 0) == 0
            case .abstractSocket: Self.connects()
            }
        }

        private static func opens(_ path: String, _ flags: CInt) -> Bool {
            let file = unsafe open(path, flags)
            return file >= 0 && close(file) == 0
        }

        /// A file that is no program: who may execute it gets as far as `ENOEXEC`.
        private static func executes(_ path: String) -> Bool {
            var none: [UnsafeMutablePointer<CChar>?] = unsafe [nil]
            unsafe execve(path, &none, &none)
            return errno == ENOEXEC
        }

        private static func binds() -> Bool {
            let number = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
            defer { close(number) }
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            return unsafe withUnsafePointer(to: &address) { pointer in
                unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                    unsafe bind(number, generic, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
                }
            }
        }

        private static func connects() -> Bool {
            let number = socket(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0)
            defer { close(number) }
            return unsafe LandlockTests.withAbstractAddress { unsafe connect(number, $0, $1) == 0 }
        }
    }

    @Test(arguments: Attempt.allCases) func `refuses what succeeded before`(attempt: Attempt) async throws {
        try #require(Landlock.abi > 0, "this kernel has no Landlock, and the test would show nothing")
        let root = try Self.makeRoot()
        defer { try? FileManager.default.removeItem(atPath: root) }
        await #expect(processExitsWith: .exitCode(0)) { [attempt, root = root as String] in
            guard Self.prepare(root) else { exit(10) }
            let control = attempt.succeeds()
            let plan = Self.plan
            guard let plan else { exit(11) }
            guard clinux_prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 else { exit(12) }
            try Landlock.enforce(plan)
            let refused = !attempt.succeeds()
            exit(control ? (refused == attempt.isRefused(by: plan) ? 0 : 2) : 1)
        }
    }

    @Test func `that is not in force is noticed`() async throws {
        let root = try Self.makeRoot()
        defer { try? FileManager.default.removeItem(atPath: root) }
        await #expect(processExitsWith: .exitCode(0)) { [root = root as String] in
            guard Self.prepare(root), let plan = Self.plan else { exit(10) }
            do throws(SystemCallError) {
                try Landlock.verify(in: "/work")
                exit(1)
            } catch {
                guard error.errno == .notPermitted else { exit(2) }
            }
            guard unsafe access("/work/.landlock", F_OK) != 0 else { exit(3) }
            _ = clinux_prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
            try Landlock.enforce(plan)
            try Landlock.verify(in: "/work")
            exit(0)
        }
    }

    /// A plan for the tree that ``prepare()`` makes.
    private static var plan: LandlockPlan? {
        LandlockPlan(
            abi: Landlock.abi,
            visible: [VisiblePath("/usr", .directory)],
            executableScratch: false,
            network: .none
        )
    }

    /// A directory that has what a plan names.
    private static func makeRoot() throws -> String {
        let root = FileManager.default.temporaryDirectory.appending(path: "mayfly-landlock-\(UUID().uuidString)")
        for path in ["usr", "script", "work", "tmp", "outputs", "dev/shm"] {
            let directory = root.appending(path: path)
            try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        }
        for path in ["other", "dev/null", "dev/zero", "dev/full", "dev/random", "dev/urandom"] {
            let file = root.appending(path: path)
            try Data().write(to: file)
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path())
        }
        return root.path()
    }

    /// Changes to that root, and listens on a socket to which no rule applies.
    private static func prepare(_ root: String) -> Bool {
        guard unsafe chroot(root) == 0, unsafe chdir("/") == 0 else { return false }
        let listener = socket(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0)
        return unsafe withAbstractAddress { unsafe bind(listener, $0, $1) == 0 && listen(listener, 8) == 0 }
    }

    private static func withAbstractAddress(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Bool) -> Bool {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let name = Array("mayfly-landlock-\(getpid())".utf8)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.dropFirst().copyBytes(from: name) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + 1 + name.count)
        return unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe body($0, length) }
        }
    }
}
