/// The host that started this program, as the server sees it.
package protocol HostLink: Sendable {
    /// Whether the host is so far behind with reading that what can be left out is left out.
    var isBehind: Bool { get }

    /// Takes a line for the host, and does not wait for it to be read.
    func write(_ line: String)

    /// Tells people something that is no part of the protocol.
    func log(_ text: String)
}
