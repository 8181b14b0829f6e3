/// Charges added up, exactly: however many they are, each can be taken out again.
struct ChargeSum: Hashable, Sendable {
    /// Microseconds of processor time.
    private(set) var cpu: UInt128
    /// Byte-seconds.
    private(set) var memory: UInt128

    init(_ charge: Charge = .none) {
        cpu = UInt128(charge.cpu)
        memory = UInt128(charge.memory)
    }

    static func += (left: inout ChargeSum, right: ChargeSum) {
        left.cpu += right.cpu
        left.memory += right.memory
    }

    /// Takes out what was added before.
    static func -= (left: inout ChargeSum, right: ChargeSum) {
        left.cpu -= right.cpu
        left.memory -= right.memory
    }

    static func - (left: ChargeSum, right: ChargeSum) -> ChargeSum {
        var difference = left
        difference -= right
        return difference
    }
}
