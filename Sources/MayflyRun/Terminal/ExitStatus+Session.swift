package import MayflyClient

extension ExitStatus {
    /// What `run` exits with for a finished session.
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
