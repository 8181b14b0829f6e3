import MayflyCore
import Testing

extension WardenSuite {
    /// A scratch space in which there is no room.
    @Suite("A full scratch space")
    struct FullScratchTests {
        /// Processes that take the last pages at the same time, again and again.
        ///
        /// Before Linux 6.7 two of them may get the last one; then all of them hold what they have.
        private static let crowd = """
            import errno, mmap, os, time

            end = time.monotonic() + 4
            found = mmap.mmap(-1, 4096)

            def is_beyond():
                space = os.statvfs("/work")
                return space.f_bfree > space.f_blocks

            def hold():
                found[0] = 1
                time.sleep(0.01)
                if not is_beyond(): found[0] = 0

            def crowd(number):
                file = os.open(f"/work/{number}", os.O_WRONLY | os.O_CREAT)
                size = 0
                while time.monotonic() < end:
                    try:
                        size += os.pwrite(file, b"x" * 4096, size)
                    except OSError as error:
                        assert error.errno == errno.ENOSPC
                        if is_beyond(): hold()
                        while found[0] and time.monotonic() < end: time.sleep(0.01)
                        size = max(0, size - 4096)
                        if not found[0]: os.ftruncate(file, size)

            for number in range(4):
                if os.fork() == 0:
                    crowd(number)
                    os._exit(0)
            for _ in range(4): os.wait()
            print("beyond" if is_beyond() else "full")
            """

        @Test func `is one however many fill it at once, and of that session alone`() throws {
            let warden = try TestWarden()
            let neighbour = try TestSession.launch(TestLaunch("sleep 1; echo here"), on: warden)
            let id = neighbour.id
            let crowd = try warden.run(TestLaunch(Self.crowd, entry: "main.py", profile: "lenient"))
            #expect(
                crowd.report.verdict.name == .ok && ["full\n", "beyond\n"].contains(crowd.output),
                "\(crowd.report.verdict) \(crowd.error)"
            )
            #expect(crowd.report.limitsHit == [.disk])
            #expect(crowd.report.usage.diskBytes == .mebibytes(8))
            #expect(crowd.report.destruction.isComplete)
            #expect(try neighbour.read().output == "here\n")
            #expect(try warden.report(of: id).verdict.name == .ok)
        }
    }
}
