import Foundation
import Glibc
import MayflyTestSupport

/// A monotonic clock that tests put forward, for a warden alone: its cells run by the host's.
///
/// A shared object stands in for clock_gettime(2). Only the warden that `swift build` has made can be given one: the one that is
/// installed is static.
final class TestClock {
    private let directory: URL
    private let seconds: UnsafeMutablePointer<Int64>

    init() throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "mayfly-clock-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: false)
        let (file, source) = (directory.appending(path: "ahead"), directory.appending(path: "clock.c"))
        try Data(count: 8).write(to: file)
        try Data(Self.source.utf8).write(to: source)
        let object = directory.appending(path: "clock.so").path()
        _ = try TestProgram.run("/usr/bin/gcc", ["-shared", "-fPIC", "-O1", "-o", object, source.path()])
        let number = open(file.path(), O_RDWR | O_CLOEXEC)
        defer { close(number) }
        let failed = UnsafeMutableRawPointer(bitPattern: -1)
        guard let place = mmap(nil, 8, PROT_READ | PROT_WRITE, MAP_SHARED, number, 0), place != failed else {
            throw TestWarden.Failure(description: "the clock cannot be mapped: \(errno)")
        }
        seconds = place.assumingMemoryBound(to: Int64.self)
    }

    deinit {
        munmap(seconds, 8)
        try? FileManager.default.removeItem(at: directory)
    }

    /// What becomes a warden with this clock, in the place of the one that is named to it.
    var launcher: [String] {
        [
            "/usr/bin/env", "LD_PRELOAD=\(directory.appending(path: "clock.so").path())",
            "MAYFLY_TEST_CLOCK=\(directory.appending(path: "ahead").path())", "/bin/sh", "-c",
            #"shift; exec "$0" "$@""#, Binaries.built("mayfly-warden"),
        ]
    }

    /// Puts it so far ahead of the host's.
    func goAhead(bySeconds count: Int64) { seconds.pointee = count }

    /// It asks the C library, which needs no system call: cells that are being built may have no such call.
    private static let source = """
        #define _GNU_SOURCE
        #include <dlfcn.h>
        #include <fcntl.h>
        #include <stdint.h>
        #include <stdlib.h>
        #include <sys/mman.h>
        #include <time.h>
        #include <unistd.h>
        static int (*real)(clockid_t, struct timespec *);
        static const volatile int64_t *ahead = MAP_FAILED;
        __attribute__((constructor)) static void prepare(void) {
            real = dlsym(RTLD_NEXT, "clock_gettime");
            int file = open(getenv("MAYFLY_TEST_CLOCK"), O_RDONLY | O_CLOEXEC);
            ahead = mmap(NULL, 8, PROT_READ, MAP_SHARED, file, 0);
            close(file);
        }
        int clock_gettime(clockid_t clock, struct timespec *time) {
            if (!real) real = dlsym(RTLD_NEXT, "clock_gettime");
            int result = real(clock, time);
            if (result == 0 && clock == CLOCK_MONOTONIC && ahead != MAP_FAILED) time->tv_sec += *ahead;
            return result;
        }

        """
}
