/// Takes the output of a session.
///
/// The methods are called on one thread, in each stream's order. They may block; then the session blocks too.
package protocol SessionSink: AnyObject, Sendable {
    /// Takes the next bytes of a stream, at least one.
    func receive(_ bytes: [UInt8], from stream: SessionStream)
    /// The stream has ended; called once for each stream.
    func ended(_ stream: SessionStream)
}
