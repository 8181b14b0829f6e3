package import MayflyCore

/// Decides whether a session that ended by itself had printed more than it may.
///
/// The daemon orders the warden to end a session that prints too much, but the main process may have ended before. The limit decides
/// the verdict either way: a script must not choose it by printing fast and ending.
package enum OutputRule {
    /// - Parameters:
    ///   - verdict: The warden's verdict.
    ///   - limit: The allowed bytes of both streams.
    ///   - printed: The bytes of both streams that were read.
    ///   - ends: Whether the profile says that the limit ends a session.
    /// - Returns: `output_limit` in place of a verdict that a main process can bring about; any other verdict stays.
    package static func decide(_ verdict: Verdict, limit: ByteCount, printed: ByteCount, ends: Bool) -> Verdict {
        guard ends, printed > limit, [.ok, .nonzeroExit, .signaled].contains(verdict.name) else { return verdict }
        var decided = Verdict(.outputLimit, evidence: "reader counted \(printed.bytes) bytes")
        (decided.limit, decided.observed) = (limit.description, printed.description)
        (decided.exitCode, decided.signal) = (verdict.exitCode, verdict.signal)
        return decided
    }
}
