internal import NIOCore

/// Runs a connection's requests on the thread that reads and writes it, so that no other thread must be woken in between.
///
/// Connections share these threads, so work that may take long goes to the threads of all tasks, see ``RequestHandler/respond(_:)``.
final class LoopExecutor: TaskExecutor {
    private let loop: any EventLoop

    init(_ loop: any EventLoop) {
        self.loop = loop
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        loop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
