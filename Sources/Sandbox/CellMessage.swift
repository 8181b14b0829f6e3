package import LinuxSystem
package import SandboxPlan

/// The messages from a cell's own processes to the warden.
///
/// The script cannot send any: the socket is closed before it starts.
package enum CellMessage: Hashable, Sendable {
    /// A step failed; no further message follows.
    case failed(stage: SetupStage, errno: Errno, subject: String)
    /// The root is built; the root of the scratch file system and `/outputs` are attached, in this order.
    case built
    /// All controls are in force, as read back in lines of `name=value`; the script starts at this moment of the monotonic clock.
    case ready(controls: String, at: Instant)
    /// All controls are in force in a cell that is built ahead and has no session yet.
    case prepared(controls: String)
    /// The main process of a cell that was built ahead waits to be told what to execute.
    case waiting
    /// Calls that the filter refused, with their counts so far; at most ``RefusedCallTally/portion`` of them.
    case refused([RefusedCall])
    /// The script's main process exited with a code; pid 1 noticed it at this moment of the monotonic clock.
    case exited(code: Int32, at: Instant)
    /// A signal ended the script's main process.
    case signaled(signal: Int32, at: Instant)

    /// The longest message.
    package static let bound = 8192

    /// The encoded message: one byte for the kind, and its content.
    package var bytes: [UInt8] {
        switch self {
        case .failed(let stage, let errno, let subject):
            [1, stage.rawValue] + Self.encode(errno.rawValue) + Array(subject.utf8.prefix(512))
        case .built: [2]
        case .ready(let controls, let moment):
            [3] + Self.encode(moment.nanoseconds) + Array(controls.utf8.prefix(Self.bound - 9))
        case .exited(let code, let moment): [4] + Self.encode(code) + Self.encode(moment.nanoseconds)
        case .signaled(let signal, let moment): [5] + Self.encode(signal) + Self.encode(moment.nanoseconds)
        case .prepared(let controls): [7] + Array(controls.utf8.prefix(Self.bound - 1))
        case .waiting: [8]
        case .refused(let calls): [6] + calls.prefix(RefusedCallTally.portion).flatMap(Self.encode)
        }
    }

    /// - Returns: `nil` for anything that an intact cell never sends.
    package init?(bytes: [UInt8]) {
        let rest = Array(bytes.dropFirst())
        switch bytes.first {
        case 1:
            guard let first = rest.first, let stage = SetupStage(rawValue: first), rest.count >= 5 else { return nil }
            let subject = String(decoding: rest.dropFirst(5), as: UTF8.self)
            self = .failed(stage: stage, errno: Errno(rawValue: Self.decode(Array(rest[1..<5]))), subject: subject)
        case 2 where rest.isEmpty: self = .built
        case 3 where rest.count >= 8:
            self = .ready(controls: String(decoding: rest[8...], as: UTF8.self), at: Self.moment(rest[..<8]))
        case 4 where rest.count == 12: self = .exited(code: Self.decode(Array(rest[..<4])), at: Self.moment(rest[4...]))
        case 5 where rest.count == 12:
            self = .signaled(signal: Self.decode(Array(rest[..<4])), at: Self.moment(rest[4...]))
        case 6
        where !rest.isEmpty && rest.count % Self.callLength == 0
            && rest.count / Self.callLength <= RefusedCallTally.portion:
            let starts = stride(from: 0, to: rest.count, by: Self.callLength)
            self = .refused(starts.map { Self.decodeCall(Array(rest[$0..<($0 + Self.callLength)])) })
        case 7: self = .prepared(controls: String(decoding: rest, as: UTF8.self))
        case 8 where rest.isEmpty: self = .waiting
        default: return nil
        }
    }

    private static func moment(_ bytes: ArraySlice<UInt8>) -> Instant { Instant(nanoseconds: decode(Array(bytes))) }

    /// The length of an encoded call: number, count, time, six arguments.
    private static let callLength = 4 + 8 * 8

    private static func encode(_ call: RefusedCall) -> [UInt8] {
        let arguments = (0..<6).map { $0 < call.arguments.count ? call.arguments[$0] : 0 }
        return encode(call.number) + encode(call.count) + encode(call.first) + arguments.flatMap(encode)
    }

    private static func decodeCall(_ bytes: [UInt8]) -> RefusedCall {
        func word(_ index: Int) -> UInt64 { decode(Array(bytes[(4 + 8 * index)..<(12 + 8 * index)])) }
        return RefusedCall(
            number: decode(Array(bytes[..<4])),
            count: word(0),
            first: Int64(bitPattern: word(1)),
            arguments: (2..<8).map(word)
        )
    }

    private static func encode(_ value: some FixedWidthInteger) -> [UInt8] {
        (0..<(value.bitWidth / 8)).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    private static func decode<Value: FixedWidthInteger>(_ bytes: [UInt8]) -> Value {
        bytes.reversed().reduce(0) { $0 << 8 | Value(truncatingIfNeeded: $1) }
    }
}
