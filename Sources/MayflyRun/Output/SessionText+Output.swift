package import MayflyClient
internal import MayflyJSON

extension SessionText {
    /// How much of a stream is not shown, and where all of it is, on one line; `nil` when everything was shown.
    ///
    /// - Parameters:
    ///   - session: The session's present state.
    ///   - shown: How many bytes of the stream were shown.
    ///   - total: How many bytes it had; if `nil`, the session's own count.
    package static func outputLoss(
        of session: SessionReply,
        _ stream: StreamName,
        shown: Int64,
        total: Int64? = nil
    ) -> String? {
        guard let total = total ?? session.stream(stream.rawValue)?["bytes"]?.integer, total > max(0, shown) else {
            return nil
        }
        let name = stream == .stdout ? "standard output" : "standard error"
        return Escape.line(
            "\(total - max(0, shown)) bytes of \(name) are not shown, between its beginning and its end: "
                + place(of: stream, session)
        )
    }

    /// Where the whole stream is kept.
    private static func place(of stream: StreamName, _ session: SessionReply) -> String {
        if let artifact = session.stream(stream.rawValue)?["artifact"]?.text {
            return "the whole is the artifact \(artifact): mayfly artifacts \(session.id) \(artifact) --output DIR"
        }
        guard session.isFinished else {
            return "mayfly inspect \(session.id) says where the whole is, once it has ended"
        }
        if let reason = session.skipReason(of: "%\(stream.rawValue)") { return "the whole is not kept: \(reason)" }
        return "the whole is not kept, as profile \(session.profile ?? "?") has no spill"
    }
}
