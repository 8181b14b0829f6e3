import MayflyCore
import Testing

@Suite("A quantity") struct QuantityTests {
    static let bytes: [(String, UInt64)] = [
        ("0", 0), ("512", 512), ("64Ki", 65_536), ("256Mi", 268_435_456), ("1Gi", 1 << 30), ("2Ti", 2 << 40),
        ("500k", 500_000), ("10M", 10_000_000), ("18446744073709551615", .max),
    ]

    @Test(arguments: bytes) func `of bytes is read as written`(text: String, count: UInt64) throws {
        #expect(try ByteCount(parsing: text).bytes == count)
    }

    @Test(arguments: [
        "", "-1", "+1", "1.5Gi", "1 Mi", "Mi", "512m", "1MiB", "١", "18446744073709551616", "99999999999Ti",
    ])
    func `of bytes that is none is refused`(text: String) {
        #expect(throws: QuantityError.self) { try ByteCount(parsing: text) }
    }

    @Test(arguments: [UInt64(0), 1, 1000, 1024, 65_536, 1 << 20, 3 << 30, .max])
    func `of bytes is printed so that it reads back`(count: UInt64) throws {
        #expect(try ByteCount(parsing: ByteCount.bytes(count).description).bytes == count)
    }

    static let durations: [(String, Int64)] = [
        ("0s", 0), ("250ms", 250), ("30s", 30_000), ("5m", 300_000), ("1h", 3_600_000), ("1m30s", 90_000),
        ("1h2m3s4ms", 3_723_004),
    ]

    @Test(arguments: durations) func `of time is read as written`(text: String, milliseconds: Int64) throws {
        #expect(try Duration(parsing: text).wholeMilliseconds == milliseconds)
        #expect(try Duration(parsing: try Duration(parsing: text).text) == .milliseconds(milliseconds))
    }

    @Test(arguments: ["", "30", "s", "-1s", "1.5s", "1 s", "1d", "9223372036854775807h", "1s1", "1s1s", "30s1m", "١s"])
    func `of time that is none is refused`(text: String) {
        #expect(throws: QuantityError.self) { try Duration(parsing: text) }
    }

    static let lifetimes: [(String, Int64)] = [
        ("90d", 2160), ("2w", 336), ("1w2d3h", 219), ("1d12h", 36), ("12h", 12), ("0d", 0), ("36500d", 876_000),
    ]

    @Test(arguments: lifetimes) func `of time that something holds is read in days and weeks too`(
        text: String,
        hours: Int64
    ) throws {
        #expect(try Duration(parsingLifetime: text) == .seconds(hours * 3600))
    }

    @Test(arguments: ["", "d", "-1d", "1.5d", "1d ", "soon", "90", "1d1w", "1d1d", "1y", "١d"])
    func `of time that something holds says what could be written`(text: String) {
        let error = #expect(throws: QuantityError.self) { try Duration(parsingLifetime: text) }
        #expect(error?.description.hasSuffix("is not a duration; write for example 30m, 24h, 90d or 2w") == true)
    }

    @Test(arguments: ["36501d", "65536d", "99999999999999999999d", "9223372036854775807w"])
    func `of time that something holds has a bound`(text: String) {
        let error = #expect(throws: QuantityError.self) { try Duration(parsingLifetime: text) }
        #expect(error?.description == "'\(text)' is too long")
    }

    static let rates: [(String, UInt32)] = [("1", 1000), ("2", 2000), ("0.5", 500), ("500m", 500), ("50%", 500)]

    @Test(arguments: rates) func `of processors is read as written`(text: String, millicpus: UInt32) throws {
        #expect(try CPURate(parsing: text).millicpus == millicpus)
    }

    @Test(arguments: ["", "0", "-1", "1e3", "nan", "inf", "0.0001", "2000", "m", "%"])
    func `of processors that is none is refused`(text: String) {
        #expect(throws: QuantityError.self) { try CPURate(parsing: text) }
    }
}
