import MayflyCore
import Testing

@Suite("What was used since a moment") struct UsageTests {
    private static var sums: [WritableKeyPath<Usage, Duration?>] { [\.cpuUser, \.cpuSystem, \.cpuTotal, \.throttled] }
    private static var bytes: [WritableKeyPath<Usage, ByteCount?>] { [\.ioRead, \.ioWritten] }

    /// A usage with everything in it, of these sums.
    private static func usage(_ milliseconds: Int, _ count: UInt64) -> Usage {
        var usage = Usage()
        for (place, sum) in sums.enumerated() { usage[keyPath: sum] = .milliseconds(milliseconds + place) }
        for (place, sum) in bytes.enumerated() { usage[keyPath: sum] = .bytes(count + UInt64(place)) }
        (usage.wall, usage.memoryPeak, usage.oomKills, usage.pidsPeak) = (.seconds(9), .mebibytes(8), 7, 6)
        (usage.diskBytes, usage.diskInodes) = (.bytes(5), 4)
        (usage.voluntarySwitches, usage.involuntarySwitches) = (3, 2)
        return usage
    }

    @Test func `is what the kernel has added up after it`() {
        let used = Self.usage(500, 1000).since(Self.usage(200, 300))
        for sum in Self.sums { #expect(used[keyPath: sum] == .milliseconds(300)) }
        for sum in Self.bytes { #expect(used[keyPath: sum] == .bytes(700)) }
    }

    @Test func `leaves alone what is no sum`() {
        var (used, whole) = (Self.usage(500, 1000).since(Self.usage(200, 300)), Self.usage(500, 1000))
        for sum in Self.sums { (used[keyPath: sum], whole[keyPath: sum]) = (nil, nil) }
        for sum in Self.bytes { (used[keyPath: sum], whole[keyPath: sum]) = (nil, nil) }
        #expect(used == whole)
    }

    @Test func `is all of it where nothing was measured before`() {
        #expect(Self.usage(500, 1000).since(Usage()) == Self.usage(500, 1000))
    }

    @Test func `is not known where the kernel does not count it, whatever was before`() {
        #expect(Usage().since(Self.usage(200, 300)) == Usage())
    }

    @Test func `is never below zero`() {
        let used = Self.usage(200, 300).since(Self.usage(500, 1000))
        for sum in Self.sums { #expect(used[keyPath: sum] == .zero) }
        for sum in Self.bytes { #expect(used[keyPath: sum] == .bytes(0)) }
    }
}
