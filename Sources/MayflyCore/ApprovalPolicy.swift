/// What a profile demands of the approvals of its scripts.
package struct ApprovalPolicy: Hashable, Sendable {
    /// How many different people must have signed, each with a key of their own; the author does not count.
    package var required: UInt32
    /// Whether a signature counts only if its key is in hardware that was touched.
    package var needsHardwareKeys: Bool
    /// The greatest age of a statement, whatever it says itself; `nil` for no bound.
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
