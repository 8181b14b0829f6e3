internal import Glibc

/// A short sleep, for the few places that wait for another process: to finish before the loop starts, or to read what it was told.
enum Pause {
    /// Sleeps.
    static func milliseconds(_ count: UInt32) {
        _ = usleep(count * 1000)
    }
}
