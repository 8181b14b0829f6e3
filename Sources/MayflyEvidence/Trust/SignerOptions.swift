internal import MayflyCore

/// The options of one line of `allowed_signers`.
struct SignerOptions {
    private(set) var isAuthority = false
    private(set) var namespaces: PatternList?
    private(set) var validAfter: SignerTime?
    private(set) var validBefore: SignerTime?

    /// Sets an option without a value.
    mutating func set(_ keyword: String) throws(TrustFileError.Fault) {
        guard Self.folded(keyword) == "cert-authority" else { throw .option(keyword) }
        guard !isAuthority else { throw .repeated(option: keyword) }
        isAuthority = true
    }

    /// Sets an option with its value.
    mutating func set(_ keyword: String, to value: String) throws(TrustFileError.Fault) {
        switch Self.folded(keyword) {
        case "namespaces":
            guard namespaces == nil else { throw .repeated(option: keyword) }
            guard let list = PatternList(value) else { throw .option(keyword) }
            namespaces = list
        case "valid-after":
            guard validAfter == nil else { throw .repeated(option: keyword) }
            validAfter = try Self.time(value, of: keyword)
        case "valid-before":
            guard validBefore == nil else { throw .repeated(option: keyword) }
            validBefore = try Self.time(value, of: keyword)
        default: throw .option(keyword)
        }
    }

    /// Refuses a key that is never valid, in whichever time zone its times are read.
    func check() throws(TrustFileError.Fault) {
        guard let validAfter, let validBefore else { return }
        guard validBefore.latest > validAfter.earliest else { throw .noTime }
    }

    private static func time(_ text: String, of option: String) throws(TrustFileError.Fault) -> SignerTime {
        guard let time = SignerTime(text) else { throw .time(option: option, text) }
        return time
    }

    /// A keyword in lower case; only ASCII letters change.
    private static func folded(_ keyword: String) -> String {
        String(decoding: keyword.utf8.map { (0x41...0x5a).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
    }
}
