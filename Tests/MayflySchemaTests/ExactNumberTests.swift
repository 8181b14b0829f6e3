import MayflySchema
import Testing

@Suite("An exact number")
struct ExactNumberTests {
    @Test(
        arguments: [
            ("0", "0"), ("-0", "0"), ("0.0e5", "0"), ("1.0", "1"), ("10e-1", "1"), ("1e2", "100"), ("-1.50", "-1.5"),
            ("0.001", "0.001"), ("1e-7", "1e-7"), ("123e-9", "1.23e-7"),
            ("1e40", "1" + String(repeating: "0", count: 40)),
            ("1e41", "1e+41"), ("12e300", "1.2e+301"), ("0.30000000000000004", "0.30000000000000004"),
            ("123456789012345678901234567890", "123456789012345678901234567890"), ("1E+2", "100"), ("1e0003", "1000"),
        ]
    )
    func `has one text`(written: String, text: String) {
        #expect(ExactNumber(written)?.text == text)
        // Its text is a number, and the same one.
        #expect(ExactNumber(text) == ExactNumber(written))
    }

    @Test func `is ordered by value`() throws {
        let texts = [
            "-1e10", "-10", "-9.99", "-1", "-0.5", "-1e-9", "0", "1e-9", "0.5", "0.50001", "1", "9", "10", "1e10",
        ]
        let numbers = try texts.map { try #require(ExactNumber($0)) }
        for (index, left) in numbers.enumerated() {
            for (other, right) in numbers.enumerated() { #expect((left < right) == (index < other)) }
        }
    }

    @Test(
        arguments: [
            ("10", "5", true), ("10", "3", false), ("0.3", "0.1", true), ("0.35", "0.1", false), ("1e300", "3", false),
            ("3e300", "3", true), ("0", "7", true), ("-12", "4", true), ("1", "1e-18", true), ("1e-19", "1e-18", false),
            ("999999999999999999", "999999999999999999", true), ("4.35", "0.01", true), ("7", "2.5", false),
            ("7.5", "2.5", true),
            ("100", "1e2", true), ("10", "1e2", false), ("1e18", "262144", true), ("1e17", "262144", false),
            ("1e4096", "3814697265625e-4096", true), ("1e4096", "999999999999999989e-4096", false),
            ("999999999999999989e4096", "999999999999999989e-4096", true), ("1e4096", "1e-4096", true),
        ]
    )
    func `is a multiple exactly`(number: String, divisor: String, isMultiple: Bool) throws {
        let divisor = try #require(ExactNumber(divisor).flatMap(ExactNumber.Divisor.init))
        #expect(try #require(ExactNumber(number)).isMultiple(of: divisor) == isMultiple)
    }

    /// The rest of a power of ten, digit by digit.
    private func isMultiple(ofTenTo exponent: Int, _ divisor: UInt64) -> Bool {
        var rest = 1 % divisor
        for _ in 0..<exponent { rest = rest * 10 % divisor }
        return rest == 0
    }

    @Test(arguments: [1, 2, 7, 96, 1_024, 262_144, 390_625, 999_999_937, 524_288_000_000_000_001] as [UInt64])
    func `is a multiple as division digit by digit finds it`(divisor: UInt64) throws {
        let exact = try #require(ExactNumber("\(divisor)").flatMap(ExactNumber.Divisor.init))
        for exponent in 0..<70 {
            let number = try #require(ExactNumber("1e\(exponent)"))
            #expect(number.isMultiple(of: exact) == isMultiple(ofTenTo: exponent, divisor), "1e\(exponent)")
        }
    }

    @Test func `with a large exponent is divided in no time`() throws {
        let divisor = try #require(ExactNumber("999999999999999989e-4096").flatMap(ExactNumber.Divisor.init))
        let number = try #require(ExactNumber("1e4096"))
        let begin = ContinuousClock.now
        // Each has some 8,000 digits.
        for _ in 0..<100_000 where number.isMultiple(of: divisor) { return #expect(Bool(false), "it is none") }
        #expect(ContinuousClock.now - begin < .seconds(5))
    }

    @Test func `is bounded`() {
        #expect(ExactNumber(String(repeating: "1", count: 1024)) != nil)
        #expect(ExactNumber(String(repeating: "1", count: 1025)) == nil)
        #expect(ExactNumber("1e4096") != nil)
        #expect(ExactNumber("1e4097") == nil)
        #expect(ExactNumber("1e-99999999999999999999") == nil)
        for text in ["", "-", "1e", "x", "1.2.3", ".5"] { #expect(ExactNumber(text) == nil) }
    }
}
