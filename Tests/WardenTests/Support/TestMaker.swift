import CLinux
import Foundation
import Glibc
import LinuxSystem
import MayflyCore

/// The maker of a warden's network namespaces, as it is seen from outside.
struct TestMaker {
    let pid: pid_t

    /// The warden's child that is in another user namespace, once there is one other than `former`.
    init(of warden: TestWarden, after former: pid_t? = nil) throws {
        let own = Self.userNamespace(of: warden.pid)
        let deadline = ContinuousClock.now + .seconds(10)
        while ContinuousClock.now < deadline {
            let others = Self.children(of: warden).filter { $0 != former }
            if let found = others.first(where: { ![nil, own].contains(Self.userNamespace(of: $0)) }) {
                pid = found
                return
            }
            usleep(20_000)
        }
        throw TestWarden.Failure(description: "the warden has no maker of network namespaces")
    }

    /// The user namespace of a process, as its link says.
    static func userNamespace(of pid: pid_t) -> String? { namespace("user", of: pid) }

    /// A namespace of a process, as its link says.
    static func namespace(_ kind: String, of pid: pid_t) -> String? {
        try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(pid)/ns/\(kind)")
    }

    /// Whether there is a process of its number, be it one that nobody has reaped.
    var exists: Bool { kill(pid, 0) == 0 }

    /// Sends it a signal.
    func send(_ signal: Int32) { kill(pid, signal) }

    /// Stops it, and uses up what it had ready: the session that is returned waits for a network namespace.
    func exhaust(_ warden: TestWarden) throws -> TestSession {
        _ = try warden.run(TestLaunch("exit 0"))
        send(SIGSTOP)
        let traces = try HostTraces(of: warden)
        let before = Self.children(of: warden)
        for _ in 0..<64 {
            let session = try TestSession.launch(TestLaunch("exit 0"), on: warden)
            // What waits has no process and no directory, and the warden has nothing to do; on a slow machine it may only
            // seem so for a moment.
            var idle = 0
            while idle < 8, try !warden.isReported(session.id, within: 20) {
                let isAsleep = HostTraces.text("/proc/\(warden.pid)/status").contains("State:\tS")
                let hasCell = traces.now().contains { $0.contains(session.id.text) }
                idle = isAsleep && !hasCell && Self.children(of: warden) == before ? idle + 1 : 0
            }
            if idle == 8 { return session }
        }
        throw TestWarden.Failure(description: "a maker that is stopped still makes")
    }

    private static func children(of warden: TestWarden) -> [pid_t] {
        let text = HostTraces.text("/proc/\(warden.pid)/task/\(warden.pid)/children")
        return text.split(separator: " ").compactMap { pid_t($0) }
    }

    /// Sends a descriptor to the warden as if the maker had made it, through each of its sockets.
    ///
    /// The warden may have ended it after the first.
    func forge(_ number: CInt) throws {
        var sent = 0
        let handle = try ProcessHandle.open(pid: pid)
        for name in try FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/fd").sorted().reversed() {
            let link = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(pid)/fd/\(name)")
            guard link?.hasPrefix("socket:") == true, let theirs = CInt(name), theirs > 2 else { continue }
            let copy = pidfd_getfd(handle.pidfd.number, theirs, 0)
            guard copy >= 0 || sent == 0 else { return }
            guard copy >= 0 else { throw TestWarden.Failure(description: "pidfd_getfd: \(errno)") }
            do throws(SystemCallError) {
                try MessageSocket(OwnedDescriptor(taking: copy)).send([0], numbers: [number])
            } catch {
                // One that it has just made a namespace with, when it was stopped, leads nowhere.
                if error.errno == Errno(rawValue: EDESTADDRREQ) { continue }
                guard sent > 0 else { throw error }
            }
            sent += 1
        }
    }
}
