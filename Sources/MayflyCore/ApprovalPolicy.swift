/// What a profile asks of the approvals of what runs under it.
package struct ApprovalPolicy: Hashable, Sendable {
    /// How many different people must have signed, each with a key of their own; the author never counts.
    package var required: UInt32
    /// Whether only keys that live in hardware and were touched count.
    package var needsHardwareKeys: Bool
    /// How old a statement may be, whatever it says itself; `nil` for as long as it says.
    package var maximumAge: Duration?
    package var pin: PinMode

    package init(
        required: UInt32 = 1,
        needsHardwareKeys: Bool = false,
        maximumAge: Duration? = nil,
        pin: PinMode = .report
    ) {
        self.required = required
        self.needsHardwareKeys = needsHardwareKeys
        self.maximumAge = maximumAge
        self.pin = pin
    }
}
