import Glibc

/// Runs code on a thread with as small a stack as the daemon's threads have.
package enum SmallThread {
    /// 512 KiB, the smallest of the daemon's stacks.
    private static let stack = 512 * 1024

    package struct Failure: Error {
        package let status: CInt
    }

    private final class Work {
        let body: () -> Void

        init(_ body: @escaping () -> Void) {
            self.body = body
        }
    }

    /// Runs `body` on such a thread, and waits for it.
    ///
    /// A stack overflow ends the whole process.
    package static func run(_ body: @escaping () -> Void) throws(Failure) {
        var thread: pthread_t = 0
        let attributes = UnsafeMutablePointer<pthread_attr_t>.allocate(capacity: 1)
        defer { attributes.deallocate() }
        _ = pthread_attr_init(attributes)
        defer { _ = pthread_attr_destroy(attributes) }
        _ = pthread_attr_setstacksize(attributes, stack)
        let work = Unmanaged.passRetained(Work(body))
        let status = pthread_create(
            &thread,
            attributes,
            { argument in
                guard let argument else { return nil }
                Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body()
                return nil
            },
            work.toOpaque()
        )
        guard status == 0 else {
            work.release()
            throw Failure(status: status)
        }
        _ = pthread_join(thread, nil)
    }
}
