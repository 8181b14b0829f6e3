/// An exact sum of charges: no matter how many they are, each can be subtracted again.
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

    /// Subtracts a charge that was added before.
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
