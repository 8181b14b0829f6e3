/// A message on its way to the warden.
struct Letter: Sendable {
    /// One frame.
    let bytes: [UInt8]
    /// The attached descriptors, closed here once the message is sent.
    let descriptors: [OwnedEnd]
    /// When the sender stops waiting; `nil` for an order that must arrive.
    let deadline: ContinuousClock.Instant?
    /// While a letter with this subject waits, another one is dropped as redundant; `nil` when every letter counts.
    let subject: String?
    /// Called once: with `nil` when the socket has taken the message, or an equal one waits already.
    let done: @Sendable (WardenClientError?) -> Void
}
