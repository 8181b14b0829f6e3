internal import SandboxPlan

/// What a file of a cgroup says: lines and numbers, found in its bytes.
///
/// A dozen such files are read for each session; text is made of none of them but those that are shown.
struct ControlGroupText: Hashable, Sendable {
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    private static let (newline, space) = (UInt8(ascii: "\n"), UInt8(ascii: " "))

    /// Its lines, without empty ones.
    var lines: [ArraySlice<UInt8>] { bytes.split(separator: Self.newline) }

    /// The first line; empty when there is none.
    var firstLine: String { text(lines.first ?? []) }

    /// The process ids of a file that has one in each line.
    var members: [Int32] { lines.compactMap { Self.number($0).flatMap { Int32(exactly: $0) } } }

    /// What stands alone in the file; `nil` for anything but a number, such as `max`.
    var number: UInt64? { Self.number(bytes.prefix { $0 != Self.newline }) }

    /// What stands behind a name in a file of such lines, for example in `oom_kill 3`.
    func number(after name: String) -> UInt64? {
        let start = Array(name.utf8) + [Self.space]
        return lines.first { $0.starts(with: start) }.flatMap { Self.number($0.dropFirst(start.count)) }
    }

    /// The line of a device, for example of `254:0`.
    func line(of device: BlockDevice) -> String? {
        lines.first { $0.starts(with: "\(device) ".utf8) }.map(text)
    }

    /// The sum of what follows a name, such as `rbytes=`, wherever it is.
    func sum(behind name: String) -> UInt64 {
        let fields = bytes.split { $0 == Self.space || $0 == Self.newline }
        return Self.sum(fields.filter { $0.starts(with: name.utf8) }.map { $0.dropFirst(name.utf8.count) })
    }

    /// The sum over lines such as `254:0 Read 4096`, one for each device.
    func sum(of operation: String) -> UInt64 {
        let lines = lines.map { $0.split(separator: Self.space) }
        return Self.sum(lines.filter { $0.count == 3 && $0[1].elementsEqual(operation.utf8) }.map { $0[2] })
    }

    private func text(_ line: ArraySlice<UInt8>) -> String { String(decoding: line, as: UTF8.self) }

    private static func sum(_ numbers: [ArraySlice<UInt8>]) -> UInt64 {
        numbers.compactMap(number).reduce(0) { $0.addingReportingOverflow($1).overflow ? .max : $0 + $1 }
    }

    /// Digits and nothing else, of a number that fits.
    private static func number(_ digits: ArraySlice<UInt8>) -> UInt64? {
        if digits.isEmpty { return nil }
        var number: UInt64 = 0
        for digit in digits {
            guard digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "9") else { return nil }
            let (tenfold, isLong) = number.multipliedReportingOverflow(by: 10)
            let (sum, isLonger) = tenfold.addingReportingOverflow(UInt64(digit - UInt8(ascii: "0")))
            if isLong || isLonger { return nil }
            number = sum
        }
        return number
    }
}
