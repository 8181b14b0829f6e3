/// A system call that the filter refused, and how often.
package struct DeniedCall: Hashable, Sendable, Codable {
    /// For example `ptrace`; `call 999` for a number that has no name here.
    package var name: String
    /// How often; at least so often, if the session was killed.
    package var count: UInt64
    /// From the start of the script to the first time.
    package var first: Duration
    /// The arguments that the policy looks at, as they were the first time, by their place: `["0": "0x10"]` for
    /// `socket(AF_NETLINK, …)`.
    package var arguments: [String: String]

    package init(name: String, count: UInt64, first: Duration, arguments: [String: String]) {
        self.name = name
        self.count = count
        self.first = first
        self.arguments = arguments
    }
}
