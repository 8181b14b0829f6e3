internal import MayflyClient

extension CommandFailure {
    /// Says what the daemon refused, or why it could not be asked.
    init(_ error: ClientError) {
        self.init(error.description, advice: error.advice)
    }
}
