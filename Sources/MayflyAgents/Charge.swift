package import MayflyCore

/// What a session takes of the quotas of an hour.
package struct Charge: Hashable, Sendable {
    /// Microseconds of processor time.
    package private(set) var cpu: UInt64
    /// Byte-seconds.
    package private(set) var memory: UInt64

    /// More than any session takes; sums of what is clamped to it do not overflow soon.
    private static let most: UInt64 = 1 << 56

    /// Nothing.
    package static let none = Charge(cpu: 0, memory: 0)

    package init(cpu: UInt64, memory: UInt64) {
        self.cpu = min(cpu, Self.most)
        self.memory = min(memory, Self.most)
    }

    /// The most that a session under these limits can take.
    package init(atMost limits: SessionLimits) {
        self.init(cpu: limits.cpuTime, memory: limits.memory, over: limits.wall)
    }

    /// Processor time, and memory held over a time.
    package init(cpu: Duration, memory: ByteCount, over time: Duration) {
        let milliseconds = UInt64(max(0, time.wholeMilliseconds))
        let (product, overflow) = memory.bytes.multipliedReportingOverflow(by: milliseconds)
        self.init(
            cpu: UInt64(max(0, cpu.wholeMicroseconds)),
            // Rounded up; where milliseconds overflow, thousandths do not matter.
            memory: overflow
                ? memory.bytes.saturatingProduct(milliseconds / 1000) : product / 1000 + (product % 1000 == 0 ? 0 : 1)
        )
    }

    /// What a session took, as far as the kernel counted it; what it did not count is taken to be what was set aside.
    package init(used usage: Usage, of reserved: Charge) {
        let cpu = usage.cpuTotal.map { UInt64(max(0, $0.wholeMicroseconds)) } ?? reserved.cpu
        var memory = reserved.memory
        if let peak = usage.memoryPeak, let wall = usage.wall {
            memory = Charge(cpu: .zero, memory: peak, over: wall).memory
        }
        self.init(cpu: cpu, memory: memory)
    }

    /// What charges come to, or the most there is.
    init(_ sum: ChargeSum) {
        cpu = UInt64(clamping: sum.cpu)
        memory = UInt64(clamping: sum.memory)
    }

    /// Both together, or the most there is.
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
    /// The sum, or the largest number there is.
    func saturatingSum(_ other: UInt64) -> UInt64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }

    /// The product, or the largest number there is.
    func saturatingProduct(_ other: UInt64) -> UInt64 {
        let (product, overflow) = multipliedReportingOverflow(by: other)
        return overflow ? .max : product
    }
}
