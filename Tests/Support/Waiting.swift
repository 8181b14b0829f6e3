internal import Glibc

/// Waits until something holds, and no longer; what is tested says whether it does.
package enum Waiting {
    /// Looks a hundred times a second, for ten seconds at most, and keeps the thread.
    package static func keepThread(until holds: () throws -> Bool) rethrows {
        for _ in 0..<1000 {
            if try holds() { return }
            usleep(10_000)
        }
    }

    /// The same without keeping the thread.
    package static func until(_ holds: () async throws -> Bool) async throws {
        for _ in 0..<1000 {
            if try await holds() { return }
            try await Task.sleep(for: .milliseconds(10))
        }
    }
}
