import MayflyCore
import Testing
import WardenProtocol

extension WardenSuite {
    /// What the built-in list `standard` answers by itself, so that programs go on without it.
    @Suite("The wider list of system calls")
    struct WiderListTests {
        private static let script = """
            import ctypes, errno, fcntl, os
            libc = ctypes.CDLL(None, use_errno=True)
            def error(result): return errno.errorcode[ctypes.get_errno()] if result < 0 else 'done'
            print('watch', error(libc.inotify_init()), error(libc.inotify_init1(0)))
            def resize(end):
                try: return fcntl.fcntl(end, 1031, 1 << 20)
                except OSError as failure: return errno.errorcode[failure.errno]
            print('pipes', resize(1), resize(os.pipe()[1]))
            os.mkdir('/work/d')
            def keep(size):
                return error(libc.setxattr(b'/work/d', b'system.posix_acl_access', b'x' * size, ctypes.c_size_t(size), 0))
            print('attributes', keep(511), keep(512))
            """

        @Test func `has no watches that root counts, no larger pipes, and no attributes that are large`() throws {
            let result = try TestWarden().run(TestLaunch(Self.script, entry: "main.py", profile: "wider"))
            #expect(result.report.verdict.name == .ok, "\(result.report.verdict)")
            // What begins with other bytes than a list of access does is none, and is asked of the kernel.
            #expect(result.output == "watch EMFILE EMFILE\npipes EPERM EPERM\nattributes ENOTSUP EPERM\n")
            #expect(result.report.deniedCalls.map(\.name) == ["setxattr"])
            #expect(result.report.deniedCalls.map(\.count) == [1])
        }
    }
}
