internal import WardenClient

/// Drops the output of a session without readers.
final class NoSink: SessionSink {
    func receive(_ bytes: [UInt8], from stream: SessionStream) {}
    func ended(_ stream: SessionStream) {}
}
