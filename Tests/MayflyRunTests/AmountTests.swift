import MayflyRun
import Testing

@Suite("An amount") struct AmountTests {
    @Test(
        arguments: [
            (nil, "-"), (-1, "-"), (0, "0 B"), (1023, "1023 B"), (1024, "1 KiB"), (1100, "1 KiB"), (1536, "1.5 KiB"),
            (3001, "2.9 KiB"), (10_240, "10 KiB"), (10_752, "10 KiB"), (1_048_575, "1023 KiB"), (1_048_576, "1 MiB"),
            (1_500_000, "1.4 MiB"), (53_411_840, "50 MiB"), (1 << 30, "1 GiB"), (5 << 38, "1.2 TiB"),
            (.max, "8388607 TiB"),
        ] as [(Int64?, String)]
    )
    func `of bytes has two figures at least, rounded down`(count: Int64?, text: String) {
        #expect(Amount.bytes(count) == text)
    }

    @Test func `of two is their sum, or the most there is`() {
        #expect(Amount.sum(1, 2) == 3 && Amount.sum(-1, .max) == .max - 1)
        #expect(Amount.sum(.max, 1) == .max && Amount.sum(.max, .max) == .max && Amount.sum(.min, -1) == .min)
    }

    @Test(
        arguments: [
            (nil, "-"), (-1, "-"), (.infinity, "-"), (0, "0.000s"), (12.4, "0.012s"), (59_999, "59.999s"),
            (123_456, "2m03s"),
        ] as [(Double?, String)]
    )
    func `of time has milliseconds below a minute`(milliseconds: Double?, text: String) {
        #expect(Amount.duration(milliseconds: milliseconds) == text)
    }
}
