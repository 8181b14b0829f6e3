internal import WardenClient

/// Takes the output of a session that has none.
final class NoSink: SessionSink {
    func receive(_ bytes: [UInt8], from stream: SessionStream) {}
    func ended(_ stream: SessionStream) {}
}
