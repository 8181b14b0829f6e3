import Glibc
import LinuxSystem
import Testing

@Suite("A system call")
struct SystemCallTests {
    @Test func `is tried again when a signal came in between`() throws {
        var attempts = 0
        let result = try syscall("test") { () -> CInt in
            attempts += 1
            if attempts < 4 { Glibc.errno = EINTR }
            return attempts < 4 ? -1 : 7
        }
        #expect(result == 7 && attempts == 4)
    }

    @Test func `that fails says which call, on what, and why`() {
        do throws(SystemCallError) {
            try syscall("frobnicate", on: "/a/b") { () -> CInt in
                Glibc.errno = EACCES
                return -1
            }
            Issue.record("it did not fail")
        } catch {
            #expect("\(error)" == "frobnicate(/a/b): EACCES: Permission denied")
            #expect(error.errno.name == "EACCES")
        }
    }
}

@Suite("An event loop")
struct EventLoopTests {
    @Test func `names what happened, and waits no longer than told`() throws {
        let loop = try EventLoop()
        let first = try OwnedDescriptor.eventCounter()
        try loop.watch(first, token: 41)
        #expect(try loop.wait(milliseconds: 1) == [])
        let number = first.number
        var one: UInt64 = 1
        #expect(unsafe write(number, &one, 8) == 8)
        #expect(try loop.wait(milliseconds: 1000) == [41])
        loop.ignore(first)
        #expect(try loop.wait(milliseconds: 1) == [])
    }
}

@Suite("An instant")
struct InstantTests {
    @Test func `is told apart by durations`() {
        let now = Instant.now
        #expect(now + .milliseconds(1500) - now == .milliseconds(1500))
        #expect(now < now + .nanoseconds(1))
        #expect(Instant.now >= now)
    }

    @Test func `is the earlier one of two, and never is the later`() {
        let (first, second) = (Instant(nanoseconds: 1), Instant(nanoseconds: 2))
        #expect(Instant.earlier(first, second) == first && Instant.earlier(second, first) == first)
        #expect(Instant.earlier(nil, second) == second && Instant.earlier(first, nil) == first)
        #expect(Instant.earlier(nil, nil) == nil)
    }
}
