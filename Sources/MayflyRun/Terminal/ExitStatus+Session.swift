package import MayflyClient

extension ExitStatus {
    /// The exit status of `run` for a finished session.
    package init(of session: SessionReply) {
        self.init(
            verdict: session.verdict,
            exitCode: session.exitCode,
            signal: session.signal,
            stage: session.detail("stage"),
            errno: session.detail("errno")
        )
    }
}
