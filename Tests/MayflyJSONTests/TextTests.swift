import MayflyJSON
import MayflyCore
import Testing

@Suite("Texts")
struct TextTests {
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ])
    func `base64 is that of RFC 4648`(text: String, encoded: String) {
        #expect(Base64.encode(Array(text.utf8)) == encoded)
        #expect(Base64.decode(encoded) == Array(text.utf8))
    }

    @Test(arguments: [
        "Z", "Zg", "Zg=", "Zg===", "Zh==", "Zm9=", "Zm 9", "Zm9v\n", "====", "Z===", "Zm9v=", "Zm9-", "Zm9_", "=Zg=",
        "Zé==",
    ])
    func `base64 has one form for the same bytes`(text: String) {
        #expect(Base64.decode(text) == nil)
    }

    @Test(arguments: [Int64.min, .min + 1, -62_167_219_200_001, 253_402_300_800_000, .max])
    func `a moment without a date is written as the nearest one that has one`(milliseconds: Int64) {
        let expected = milliseconds < 0 ? "0000-01-01T00:00:00.000Z" : "9999-12-31T23:59:59.999Z"
        #expect(DateText.text(of: Timestamp(milliseconds: milliseconds)) == expected)
    }

    @Test(arguments: [Int64.min, .max])
    func `a duration beyond all numbers is the last one that has one`(end: Int64) {
        let duration = Duration(secondsComponent: end, attosecondsComponent: 0)
        #expect(duration.wholeMilliseconds == end)
        #expect(duration.wholeMicroseconds == end)
        let moment = Timestamp(milliseconds: end).advanced(by: duration)
        #expect(moment.milliseconds == end)
        #expect(
            moment.duration(to: Timestamp(milliseconds: end < 0 ? .max : .min)).wholeMicroseconds
                == (end < 0 ? .max : .min)
        )
        #expect(Duration.milliseconds(-1_500).secondsText == "-1.500 s")
    }

    @Test func `base64 keeps every byte`() {
        let bytes = (0..<1024).map { UInt8(truncatingIfNeeded: $0 * 7 + $0 / 256) }
        for count in [0, 1, 2, 3, 255, 256, 1024] {
            #expect(Base64.decode(Base64.encode(Array(bytes.prefix(count)))) == Array(bytes.prefix(count)))
        }
    }

    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (1, "1970-01-01T00:00:00.001Z"), (-1, "1969-12-31T23:59:59.999Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z"), (1_778_146_200_250, "2026-05-07T09:30:00.250Z"),
            (4_107_542_400_000, "2100-03-01T00:00:00.000Z"), (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
        ] as [(Int64, String)]
    )
    func `moments are in UTC, with milliseconds`(milliseconds: Int64, text: String) {
        #expect(DateText.text(of: Timestamp(milliseconds: milliseconds)) == text)
        #expect(DateText.parse(text)?.milliseconds == milliseconds)
    }

    @Test func `every moment comes back as it was`() {
        for index in 0..<20_000 {
            let moment = Timestamp(milliseconds: Int64(index) * 987_654_321 + Int64(index % 1000))
            #expect(DateText.parse(DateText.text(of: moment)) == moment)
        }
    }

    @Test(
        arguments: [
            ("2026-05-07T11:30:00+02:00", 1_778_146_200_000), ("2026-05-07T09:30:00.25Z", 1_778_146_200_250),
            ("2026-05-07T04:00:00-05:30", 1_778_146_200_000), ("2026-05-07T09:30:00.123456789Z", 1_778_146_200_123),
        ] as [(String, Int64)]
    )
    func `moments may have another zone and more digits`(text: String, milliseconds: Int64) {
        #expect(DateText.parse(text)?.milliseconds == milliseconds)
    }

    @Test(arguments: [
        "", "2026", "2026-05-07", "2026-05-07T09:30Z", "2026-05-07 09:30:00Z", "2026-05-07T09:30:00",
        "2026-02-29T00:00:00Z",
        "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z", "2026-01-32T00:00:00Z", "2026-01-01T24:00:00Z",
        "2026-01-01T00:60:00Z", "2026-01-01T00:00:60Z", "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00.1234567890Z",
        "2026-01-01T00:00:00+2:00", "2026-01-01T00:00:00+0200", "2026-01-01T00:00:00Zx", "+026-01-01T00:00:00Z",
        "2026-01-01T00:00:00+24:00", "２026-01-01T00:00:00Z",
    ])
    func `nothing else is a moment`(text: String) {
        #expect(DateText.parse(text) == nil)
    }

    @Test(
        arguments: [
            ("a", "a"), ("a%2Fb", "a/b"), ("%25", "%"), ("%c3%A9", "é"), ("a+b", "a+b"), ("%00", "\0"), ("%", nil),
            ("%4", nil),
            ("%zz", nil), ("%ff", nil), ("%c3", nil), ("%+1", nil),
        ] as [(String, String?)]
    )
    func `percent-encoding is undone strictly`(encoded: String, text: String?) {
        #expect(PercentText.decode(encoded) == text)
    }
}
