/// The host that started this program, from the server's point of view.
package protocol HostLink: Sendable {
    /// Whether the host reads so slowly that optional lines are left out.
    var isBehind: Bool { get }

    /// Accepts a line for the host, and returns before the host reads it.
    func write(_ line: String)

    /// Tells people something outside the protocol.
    func log(_ text: String)
}
