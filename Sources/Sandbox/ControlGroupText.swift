internal import SandboxPlan

/// The content of a cgroup file, searched as bytes.
///
/// A dozen such files are read for each session; strings are made only of lines that are reported.
struct ControlGroupText: Hashable, Sendable {
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    private static let (newline, space) = (UInt8(ascii: "\n"), UInt8(ascii: " "))

    /// The lines that are not empty.
    var lines: [ArraySlice<UInt8>] { bytes.split(separator: Self.newline) }

    /// The first line; empty when there is none.
    var firstLine: String { text(lines.first ?? []) }

    /// The process ids in a file with one in each line.
    var members: [Int32] { lines.compactMap { Self.number($0).flatMap { Int32(exactly: $0) } } }

    /// The number that is the file's only content; `nil` for anything else, such as `max`.
    var number: UInt64? { Self.number(bytes.prefix { $0 != Self.newline }) }

    /// The number after a name at the start of a line, for example in `oom_kill 3`.
    func number(after name: String) -> UInt64? {
        let start = Array(name.utf8) + [Self.space]
        return lines.first { $0.starts(with: start) }.flatMap { Self.number($0.dropFirst(start.count)) }
    }

    /// The line that begins with a device, for example with `254:0`.
    func line(of device: BlockDevice) -> String? {
        lines.first { $0.starts(with: "\(device) ".utf8) }.map(text)
    }

    /// The sum of all numbers that follow a name such as `rbytes=`.
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

    /// The number that consists of these digits; `nil` for anything else or a number that does not fit.
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
