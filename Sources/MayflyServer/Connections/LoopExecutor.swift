internal import NIOCore

/// Runs what a connection asks for on the thread that reads and writes it, so that no other has to be woken between.
///
/// Connections share these threads: what may take long goes to those of all tasks, see ``RequestHandler/respond(_:)``.
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
