package import MayflyCore
package import MayflyStore

/// The resources that a session uses at one moment.
package struct SessionStats: Hashable, Sendable {
    package var session: SessionID
    package var at: Timestamp
    package var state: SessionState
    /// The warden's sample; `nil` while its script has not started.
    package var sample: SessionSample?
    /// All bytes that it has printed until then.
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
