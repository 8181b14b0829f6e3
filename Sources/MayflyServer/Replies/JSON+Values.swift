internal import MayflyAPI
internal import MayflyCore
internal import MayflyJSON
internal import MayflyStore

extension JSON {
    static func integer(_ value: some BinaryInteger) -> JSON { .number(value.description) }

    /// A number of milliseconds with at most three decimals.
    static func milliseconds(_ duration: Duration?) -> JSON? {
        guard let duration else { return nil }
        let microseconds = duration.wholeMicroseconds
        let (whole, rest) = (microseconds / 1000, abs(microseconds % 1000))
        if rest == 0 { return .number("\(whole)") }
        let digits = String(rest)
        return .number("\(whole).\(String(repeating: "0", count: 3 - digits.count))\(digits)")
    }

    /// A moment in RFC 3339.
    static func moment(_ moment: Timestamp) -> JSON { .string(DateText.text(of: moment)) }

    static func bytes(_ count: ByteCount) -> JSON { .integer(count.bytes) }

    /// Like `object`, but with members without a value as `null`: they exist, but are not known.
    static func record(_ members: KeyValuePairs<String, JSON?>) -> JSON {
        .object(members.map { Member($0, $1 ?? .null) })
    }

    static func caller(_ caller: CallerIdentity) -> JSON {
        .object(["uid": .integer(caller.uid), "gid": .integer(caller.gid), "pid": .integer(caller.pid)])
    }

    /// Files by name, size and digest.
    static func files(_ files: [FileRecord], name: String) -> JSON {
        .array(
            files.map { file in
                .object([
                    Member(name, .string(file.path)), Member("bytes", .bytes(file.size)),
                    Member("sha256", .string(file.digest.hexadecimal)),
                ])
            }
        )
    }
}
