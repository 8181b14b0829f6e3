package import MayflyCore

/// What a session uses of the hourly quotas.
package struct Charge: Hashable, Sendable {
    /// Microseconds of processor time.
    package private(set) var cpu: UInt64
    /// Byte-seconds.
    package private(set) var memory: UInt64

    /// More than any session uses; sums of values that are clamped to it stay far from overflow.
    private static let most: UInt64 = 1 << 56

    /// A charge of nothing.
    package static let none = Charge(cpu: 0, memory: 0)

    package init(cpu: UInt64, memory: UInt64) {
        self.cpu = min(cpu, Self.most)
        self.memory = min(memory, Self.most)
    }

    /// The most that a session under these limits can use.
    package init(atMost limits: SessionLimits) {
        self.init(cpu: limits.cpuTime, memory: limits.memory, over: limits.wall)
    }

    /// Makes a charge from processor time, and from memory that is held for a time.
    package init(cpu: Duration, memory: ByteCount, over time: Duration) {
        let milliseconds = UInt64(max(0, time.wholeMilliseconds))
        let (product, overflow) = memory.bytes.multipliedReportingOverflow(by: milliseconds)
        self.init(
            cpu: UInt64(max(0, cpu.wholeMicroseconds)),
            // Rounded up; if milliseconds overflow, thousandths do not matter.
            memory: overflow
                ? memory.bytes.saturatingProduct(milliseconds / 1000) : product / 1000 + (product % 1000 == 0 ? 0 : 1)
        )
    }

    /// Makes the charge of an ended session; where the kernel counted nothing, the reservation counts as used.
    package init(used usage: Usage, of reserved: Charge) {
        let cpu = usage.cpuTotal.map { UInt64(max(0, $0.wholeMicroseconds)) } ?? reserved.cpu
        var memory = reserved.memory
        if let peak = usage.memoryPeak, let wall = usage.wall {
            memory = Charge(cpu: .zero, memory: peak, over: wall).memory
        }
        self.init(cpu: cpu, memory: memory)
    }

    /// Makes a charge from a sum, clamped to the largest value.
    init(_ sum: ChargeSum) {
        cpu = UInt64(clamping: sum.cpu)
        memory = UInt64(clamping: sum.memory)
    }

    /// The sum of both, clamped to the largest value.
    package static func + (left: Charge, right: Charge) -> Charge {
        var sum = Charge.none
        sum.cpu = left.cpu.saturatingSum(right.cpu)
        sum.memory = left.memory.saturatingSum(right.memory)
        return sum
    }

    /// The processor time as a duration.
    package var cpuTime: Duration { .microseconds(Int64(clamping: cpu)) }
}

extension UInt64 {
    /// The sum, clamped to the largest number.
    func saturatingSum(_ other: UInt64) -> UInt64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }

    /// The product, clamped to the largest number.
    func saturatingProduct(_ other: UInt64) -> UInt64 {
        let (product, overflow) = multipliedReportingOverflow(by: other)
        return overflow ? .max : product
    }
}
