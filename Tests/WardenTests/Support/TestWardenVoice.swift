import Foundation

/// What a warden says on standard error.
final class TestWardenVoice {
    private let file = FileManager.default.temporaryDirectory.appending(path: "mayfly-said-\(UUID().uuidString)")

    private let begin = ContinuousClock.now

    /// How often something can have been tried by now that rests for a second when it fails, then for two, for four and so on.
    var mostTries: Int { 1 + Int(log2((ContinuousClock.now - begin) / .seconds(1) + 1)) }

    deinit { try? FileManager.default.removeItem(at: file) }

    /// What becomes a warden whose words are kept here, in the place of the one that is named to it.
    var launcher: [String] { ["/bin/sh", "-c", #"exec "$@" 2>>"$0""#, file.path()] }

    private func lines(with text: String) -> Int {
        HostTraces.text(file.path()).split(separator: "\n").count { $0.contains(text) }
    }

    /// Waits until it has said something.
    func awaitWords(_ text: String) throws {
        let deadline = ContinuousClock.now + .seconds(20)
        while lines(with: text) == 0 {
            guard ContinuousClock.now < deadline else {
                throw TestWarden.Failure(description: "the warden does not say '\(text)'")
            }
            usleep(5_000)
        }
    }

    /// How often it has said something once so much time has passed: for what it is to say no more than so often.
    func count(of text: String, within time: Duration) -> Int {
        let deadline = ContinuousClock.now + time
        while ContinuousClock.now < deadline { usleep(20_000) }
        return lines(with: text)
    }
}
