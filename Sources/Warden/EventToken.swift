/// What an event of the warden's loop is about.
enum EventToken: Hashable {
    case daemon
    case cell(UInt32, Source)
    /// The verifier with this number has ended.
    case verifier(UInt32)
    /// A network namespace has arrived that a launch or a verifier waits for.
    case networks
    /// The maker of network namespaces has ended.
    case maker

    /// Which descriptor of a cell.
    enum Source: UInt64 {
        case status = 1
        case process = 2
        case collector = 3
        case memory = 4
    }

    /// The source bits of a verifier's token.
    private static let verifierSource: UInt64 = 5
    /// The tokens of events without a number: both have source 6.
    private static let (networksValue, makerValue) = (UInt64(6), UInt64(1 << 3 | 6))

    /// The value that epoll carries: the number above three bits of source; 0 for the daemon.
    var rawValue: UInt64 {
        switch self {
        case .daemon: 0
        case .cell(let number, let source): UInt64(number) << 3 | source.rawValue
        case .verifier(let number): UInt64(number) << 3 | Self.verifierSource
        case .networks: Self.networksValue
        case .maker: Self.makerValue
        }
    }

    init?(rawValue: UInt64) {
        if rawValue == 0 {
            self = .daemon
        } else if rawValue == Self.networksValue {
            self = .networks
        } else if rawValue == Self.makerValue {
            self = .maker
        } else if rawValue & 7 == Self.verifierSource {
            self = .verifier(UInt32(truncatingIfNeeded: rawValue >> 3))
        } else if let source = Source(rawValue: rawValue & 7) {
            self = .cell(UInt32(truncatingIfNeeded: rawValue >> 3), source)
        } else {
            return nil
        }
    }
}
