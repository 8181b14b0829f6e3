/// Takes what comes out of a session.
///
/// Calls come from one thread, in the stream's order. They may wait: a session whose sink waits, waits.
package protocol SessionSink: AnyObject, Sendable {
    /// Takes the next bytes of a stream; never none.
    func receive(_ bytes: [UInt8], from stream: SessionStream)
    /// Says that nothing more comes on a stream. Called once for each.
    func ended(_ stream: SessionStream)
}
