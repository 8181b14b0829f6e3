package import MayflyCore
package import MayflyStore

/// What a session uses at one moment.
package struct SessionStats: Hashable, Sendable {
    package var session: SessionID
    package var at: Timestamp
    package var state: SessionState
    /// `nil` while its script has not started.
    package var sample: SessionSample?
    /// All that was printed until then.
    package var stdout: ByteCount
    package var stderr: ByteCount

    package init(_ record: SessionRecord, at moment: Timestamp, sample: SessionSample?) {
        session = record.id
        at = moment
        state = record.state
        self.sample = sample
        (stdout, stderr) = (record.stdout.total, record.stderr.total)
    }
}
