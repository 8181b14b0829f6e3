package import MayflyClient

extension CommandFailure {
    /// Describes why the daemon refused, or why it could not be asked.
    package init(_ error: ClientError) {
        self.init(error.description, advice: error.advice)
    }
}
