import MayflyRun
import MayflyCore
import Testing

@Suite("The exit status of a run")
struct ExitStatusTests {
    @Test(
        arguments: [
            (VerdictName.ok, 0, nil, nil, nil, 0),
            (.nonzeroExit, 3, nil, nil, nil, 3),
            (.nonzeroExit, 255, nil, nil, nil, 255),
            (.signaled, nil, 11, nil, nil, 139),
            (.signaled, nil, 9, nil, nil, 137),
            (.signaled, nil, 64, nil, nil, 192),
            (.signaled, nil, .max, nil, nil, 125),
            (.signaled, nil, 65, nil, nil, 125),
            (.signaled, nil, 0, nil, nil, 125),
            (.signaled, nil, -128, nil, nil, 125),
            (.nonzeroExit, 256, nil, nil, nil, 125),
            (.nonzeroExit, -1, nil, nil, nil, 125),
            (.wallTimeout, nil, 9, nil, nil, 124),
            (.cpuTimeout, nil, 9, nil, nil, 137),
            (.memoryLimit, nil, 9, nil, nil, 137),
            (.pidsLimit, nil, 9, nil, nil, 137),
            (.diskLimit, 1, nil, nil, nil, 137),
            (.outputLimit, nil, 9, nil, nil, 137),
            (.syscallDenied, nil, 31, nil, nil, 159),
            (.killed, nil, 15, nil, nil, 137),
            (.revoked, nil, 9, nil, nil, 137),
            (.daemonRestart, nil, nil, nil, nil, 125),
            (.refused, nil, nil, nil, nil, 125),
            (.internalError, nil, nil, nil, nil, 125),
            (.setupFailed, nil, nil, "mounts", "ENOENT", 125),
            (.setupFailed, nil, nil, "execute", "ENOENT", 127),
            (.setupFailed, nil, nil, "execute", "EACCES", 126),
            (.setupFailed, nil, nil, "execute", "ENOEXEC", 126),
            (.setupFailed, nil, nil, "execute", "ENOMEM", 125),
        ] as [(VerdictName, Int32?, Int32?, String?, String?, Int32)]
    )
    func `follows from the verdict`(
        verdict: VerdictName,
        exitCode: Int32?,
        signal: Int32?,
        stage: String?,
        errno: String?,
        status: Int32
    ) {
        let found = ExitStatus(verdict: verdict, exitCode: exitCode, signal: signal, stage: stage, errno: errno)
        #expect(found.code == status)
    }

    @Test func `is Mayfly's own when there is no verdict`() {
        #expect(ExitStatus(verdict: nil).code == 125)
    }
}
