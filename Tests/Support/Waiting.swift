internal import Glibc

/// Waits until a condition holds, or for a limited time; the test itself checks whether it holds.
package enum Waiting {
    /// Checks a hundred times a second, for ten seconds at most, and blocks the thread.
    package static func keepThread(until holds: () throws -> Bool) rethrows {
        for _ in 0..<1000 {
            if try holds() { return }
            usleep(10_000)
        }
    }

    /// Does the same without blocking the thread.
    package static func until(_ holds: () async throws -> Bool) async throws {
        for _ in 0..<1000 {
            if try await holds() { return }
            try await Task.sleep(for: .milliseconds(10))
        }
    }
}
