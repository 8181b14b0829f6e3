internal import Glibc

/// A short sleep, for the few places that wait for another process outside of the event loop.
enum Pause {
    /// Sleeps for so many milliseconds.
    static func milliseconds(_ count: UInt32) {
        _ = usleep(count * 1000)
    }
}
