/// A system call that the filter refused, and the number of refusals.
package struct DeniedCall: Hashable, Sendable, Codable {
    /// The call's name, for example `ptrace`; `call 999` for a number without a known name.
    package var name: String
    /// How often it was refused; the least number, if the session was killed.
    package var count: UInt64
    /// The time from the start of the script to the first refusal.
    package var first: Duration
    /// The arguments that the policy compares, as of the first refusal, by their place.
    ///
    /// `["0": "0x10"]` for `socket(AF_NETLINK, …)`.
    package var arguments: [String: String]

    package init(name: String, count: UInt64, first: Duration, arguments: [String: String]) {
        self.name = name
        self.count = count
        self.first = first
        self.arguments = arguments
    }
}
