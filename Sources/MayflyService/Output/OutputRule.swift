package import MayflyCore

/// Whether a session that ended by itself is one that printed more than it may.
///
/// What prints too much is ended by an order to the warden, which may come when the main process has ended already. The limit makes
/// an end of the session either way: a script that prints fast and goes does not choose its verdict.
package enum OutputRule {
    /// - Parameters:
    ///   - verdict: As the warden reported it.
    ///   - limit: The bytes of both streams that were allowed.
    ///   - printed: The bytes of both streams that were read.
    ///   - ends: Whether the profile says that the limit ends a session.
    /// - Returns: `output_limit` in place of what a main process can bring about; what else ended it stays.
    package static func decide(_ verdict: Verdict, limit: ByteCount, printed: ByteCount, ends: Bool) -> Verdict {
        guard ends, printed > limit, [.ok, .nonzeroExit, .signaled].contains(verdict.name) else { return verdict }
        var decided = Verdict(.outputLimit, evidence: "reader counted \(printed.bytes) bytes")
        (decided.limit, decided.observed) = (limit.description, printed.description)
        (decided.exitCode, decided.signal) = (verdict.exitCode, verdict.signal)
        return decided
    }
}
