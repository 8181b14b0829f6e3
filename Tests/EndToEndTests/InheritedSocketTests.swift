import Foundation
import Glibc
import MayflyTestSupport
import Testing

extension EndToEnd {
    /// A descriptor that is passed as systemd passes a socket; that a good one is used, packaging/check shows.
    @Suite("A socket that was passed")
    struct InheritedSocket {
        /// What is done to `s`, a new socket, and to the descriptor 3, in a directory `run`; and what the daemon says to it.
        static let wrong: [(how: String, count: String, says: String)] = [
            ("os.dup2(os.open('/dev/null', 0), 3)", "1", "no listening Unix stream socket"),
            ("os.dup2(s.fileno(), 3)", "1", "no listening Unix stream socket"),
            ("s.bind(run + '/mayfly.sock'); os.dup2(s.fileno(), 3)", "1", "no listening Unix stream socket"),
            ("s.bind(run + '/mayfly.other'); s.listen(); os.dup2(s.fileno(), 3)", "1", "not \\(run)/mayfly.sock"),
            ("s.bind(run + '/mayfly.sock'); s.listen(); os.dup2(s.fileno(), 3)", "1", "must be root's, with mode 0660"),
            ("s.bind(run + '/mayfly.sock'); s.listen(); os.dup2(s.fileno(), 3)", "2", "LISTEN_FDS is '2'"),
            (place + left, "1", "do not reach the socket that was passed"),
            (place + replaced, "1", "do not reach the socket that was passed"),
        ]

        /// The path of the socket, and the passed socket there, right in everything.
        private static let place = """
            import grp
            path = run + '/mayfly.sock'
            def put(socket):
                socket.bind(path)
                os.chmod(path, 0o660)
                os.chown(path, 0, grp.getgrnam('mayfly').gr_gid)
            put(s)
            s.listen()
            os.dup2(s.fileno(), 3)

            """
        /// Another's file is in its place, as after a daemon that was started by hand.
        private static let left = """
            os.unlink(path)
            put(socket.socket(socket.AF_UNIX))
            """
        /// Another process listens in its place, as long as the daemon may take to notice.
        private static let replaced = """
            import time
            os.unlink(path)
            if os.fork() == 0:
                for number in range(3): os.close(number)
                other = socket.socket(socket.AF_UNIX)
                put(other)
                other.listen()
                time.sleep(5)
                os._exit(0)
            while True:
                try: socket.socket(socket.AF_UNIX).connect(path)
                except OSError: time.sleep(0.01)
                else: break
            """

        @Test(arguments: wrong)
        func `is refused unless it is the one the daemon would have opened`(
            how: String,
            count: String,
            says: String
        ) throws {
            let root = URL(filePath: "/tmp/mayfly-passed-\(UUID().uuidString.prefix(8))")
            let run = root.appending(path: "run").path()
            try FileManager.default.createDirectory(atPath: run, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: root) }
            chmod(root.path(), 0o755)
            let code = """
                import os, socket, sys
                run = sys.argv[1]
                s = socket.socket(socket.AF_UNIX)
                \(how)
                os.set_inheritable(3, True)
                os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS='\(count)')
                os.execv(sys.argv[2], sys.argv[2:])
                """
            let program = Binaries.path("mayflyd")
            let state = root.appending(path: "state").path()
            let outcome = try runProgram(
                "/usr/bin/python3",
                [
                    "-I", "-c", code, run, program, "--run-dir", run, "--state-dir", state, "--trust-dir",
                    "\(state)-trust",
                ]
            )
            #expect(outcome.status == 1)
            #expect(outcome.errors.contains(says.replacing("\\(run)", with: run)), "\(outcome.errors)")
        }
    }
}
