/// A message on its way to the warden.
struct Letter: Sendable {
    /// One frame.
    let bytes: [UInt8]
    /// What travels with it; closed here once it is sent.
    let descriptors: [OwnedEnd]
    /// After this moment nobody waits for it any more; `nil` for an order that must arrive.
    let deadline: ContinuousClock.Instant?
    /// While a letter with this subject waits, another one would say nothing new; `nil` when each one counts.
    let subject: String?
    /// Called once: without an error when the socket has taken it.
    let done: @Sendable (WardenClientError?) -> Void
}
