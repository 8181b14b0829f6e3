internal import NIOHTTP1

/// The requirements on a request's head that the decoder does not check.
enum RequestHeadRule {
    /// The fault of a head; `nil` when there is none.
    ///
    /// The decoder has already refused two lengths, a length beside chunks, a length that is no number, folded lines, bare line feeds,
    /// and control characters.
    static func problem(with head: HTTPRequestHead) -> ProblemReply? {
        guard head.version == .http1_1 else { return .wrongVersion("\(head.version.major).\(head.version.minor)") }
        let codings = head.headers["transfer-encoding"]
        guard codings.isEmpty || codings.count == 1 && codings[0].utf8.isWord("chunked") else {
            return .malformedHead("Transfer-Encoding may be 'chunked' only")
        }
        let expectations = head.headers["expect"]
        guard expectations.isEmpty || expectations.count == 1 && expectations[0].utf8.isWord("100-continue") else {
            return .wrongExpectation
        }
        switch head.headers["host"].count {
        case 0: return .malformedHead("there is no Host")
        case 1: return nil
        default: return .malformedHead("there is more than one Host")
        }
    }
}
