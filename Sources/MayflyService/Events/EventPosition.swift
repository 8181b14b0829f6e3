internal import MayflyCore

/// A place among the events of one run of the daemon: `RUN-NUMBER`.
///
/// Numbers begin anew with each run; because it names its run, a position has one meaning for ever.
package struct EventPosition: Hashable, Sendable {
    package var run: String
    /// The number of events before it.
    package var number: UInt64

    package init(run: String, number: UInt64) {
        (self.run, self.number) = (run, number)
    }

    /// - Returns: `nil` unless the text is a spelling that ``text`` gives.
    package init?(_ text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard parts.count == 2, let run = String(parts[0]), let digits = String(parts[1]),
            run.utf8.count == Self.length, run.utf8.allSatisfy({ Self.letters.contains($0) }),
            let number = UInt64(digits: digits), "\(number)" == digits
        else { return nil }
        self.init(run: run, number: number)
    }

    package var text: String { "\(run)-\(number)" }

    private static let letters = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)
    private static let length = 10

    /// A name that no other run has.
    static func newRun() -> String {
        String(decoding: (0..<length).map { _ in letters[Int.random(in: letters.indices)] }, as: UTF8.self)
    }
}
