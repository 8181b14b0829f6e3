internal import CLinux
internal import Glibc
internal import Synchronization

/// Threads for work that blocks in system calls.
///
/// Each session occupies one for as long as it runs. A thread without work waits for more, since starting a thread, whose stack
/// is touched for the first time, costs several times as much as waking one.
enum BackgroundThread {
    /// How many threads wait for work at most; any others end.
    private static let mostIdle = 16
    private static let idle = Mutex<[Seat]>([])

    private final class Work: Sendable {
        let body: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void) {
            self.body = body
        }
    }

    /// The place where one thread waits for its next work.
    @safe private final class Seat: Sendable {
        private let next = Mutex<Work?>(nil)
        /// Counts the given work; allocated by itself, since the semaphore's address must not change.
        private nonisolated(unsafe) let given: UnsafeMutablePointer<sem_t>

        init() {
            unsafe given = .allocate(capacity: 1)
            unsafe sem_init(given, 0, 0)
        }

        deinit {
            unsafe sem_destroy(given)
            unsafe given.deallocate()
        }

        /// Wakes the thread for `work`.
        func give(_ work: Work) {
            next.withLock { $0 = work }
            unsafe sem_post(given)
        }

        /// Waits for work.
        func wait() -> Work? {
            while unsafe sem_wait(given) != 0 {}
            return next.withLock { next in
                defer { next = nil }
                return next
            }
        }
    }

    /// Runs `body` on a thread of its own.
    ///
    /// Writing to a broken pipe is an error on that thread, not a signal.
    static func start(_ body: @escaping @Sendable () -> Void) throws(WardenClientError) {
        let work = Work(body)
        if let seat = idle.withLock({ $0.popLast() }) { return seat.give(work) }
        try begin(with: work)
    }

    /// The thread's main function: works until nothing is left to do and enough other threads wait.
    private static func serve(_ first: consuming Work) {
        blockBrokenPipeSignal()
        let seat = Seat()
        var work: Work? = consume first
        while work != nil {
            // `take` releases what the work holds before the thread waits.
            work.take()?.body()
            let waits = idle.withLock { idle in
                if idle.count < mostIdle { idle.append(seat) }
                return idle.last === seat
            }
            if waits { work = seat.wait() }
        }
    }

    private static func begin(with first: Work) throws(WardenClientError) {
        let work = unsafe Unmanaged.passRetained(first)
        var thread = pthread_t()
        var attributes = pthread_attr_t()
        unsafe pthread_attr_init(&attributes)
        defer { _ = unsafe pthread_attr_destroy(&attributes) }
        unsafe pthread_attr_setstacksize(&attributes, 512 * 1024)
        unsafe pthread_attr_setdetachstate(&attributes, CInt(PTHREAD_CREATE_DETACHED))
        let status = unsafe pthread_create(
            &thread,
            &attributes,
            { argument in
                guard let argument = unsafe argument else { return nil }
                BackgroundThread.serve(unsafe Unmanaged<Work>.fromOpaque(argument).takeRetainedValue())
                return nil
            },
            work.toOpaque()
        )
        guard status == 0 else {
            unsafe work.release()
            throw .system(unsafe "pthread_create: \(String(cString: strerror(status)))")
        }
    }

    private static func blockBrokenPipeSignal() {
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        unsafe sigaddset(&signals, SIGPIPE)
        unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
    }
}
