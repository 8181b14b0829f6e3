internal import MayflyCore

/// Reads a bundle's archive in pieces, and accepts only what ``TarMember`` would have written.
///
/// It writes each header again from what it has read, and compares both. So there is only one way to write an archive, and nothing in
/// it that this reader overlooks and another program obeys.
package struct TarReader {
    /// Why bytes are no archive of a bundle.
    package struct Failure: Error, Hashable, Sendable {
        /// One sentence without a full stop.
        package let detail: String
    }

    /// The next part of the archive.
    private enum Step {
        case header
        case content(TarMember, rest: UInt64)
        case padding(Int)
        case end
    }

    /// The files that were announced so far.
    package private(set) var members: [TarMember] = []
    private var buffer: [UInt8] = []
    private var step = Step.header
    private let mostBytes: UInt64

    /// Makes a reader that accepts `mostBytes` of all files together.
    package init(mostBytes: UInt64) {
        self.mostBytes = mostBytes
    }

    /// Reads the next bytes.
    ///
    /// - Parameter take: Called with bytes of the latest file; with none at its end.
    package mutating func read(_ bytes: [UInt8], _ take: (TarMember, ArraySlice<UInt8>) -> Void) throws(Failure) {
        var rest = bytes[...]
        while !rest.isEmpty {
            switch step {
            case .header: try header(&rest, take)
            case .content(let member, let count):
                let part = rest.prefix(Int(min(count, UInt64(rest.count))))
                rest = rest.dropFirst(part.count)
                take(member, part)
                let left = count - UInt64(part.count)
                if left == 0 { finish(member, take) } else { step = .content(member, rest: left) }
            case .padding(let count):
                let part = rest.prefix(count)
                rest = rest.dropFirst(part.count)
                guard part.allSatisfy({ $0 == 0 }) else { throw Failure(detail: "bytes stand between two files") }
                step = part.count == count ? .header : .padding(count - part.count)
            case .end: throw Failure(detail: "bytes follow the end of the archive")
            }
        }
    }

    /// Checks that the archive is complete.
    package func finish() throws(Failure) {
        guard case .end = step else { throw Failure(detail: "the archive is cut short") }
    }

    private mutating func finish(_ member: TarMember, _ take: (TarMember, ArraySlice<UInt8>) -> Void) {
        take(member, [])
        step = member.padding.isEmpty ? .header : .padding(member.padding.count)
    }

    private mutating func header(
        _ rest: inout ArraySlice<UInt8>,
        _ take: (TarMember, ArraySlice<UInt8>) -> Void
    ) throws(Failure) {
        let part = rest.prefix(needed - buffer.count)
        buffer += part
        rest = rest.dropFirst(part.count)
        guard buffer.count == needed else { return }
        if buffer == TarMember.end {
            step = .end
        } else if buffer.count >= TarMember.block, !buffer.prefix(TarMember.block).allSatisfy({ $0 == 0 }) {
            let member = try Self.member(buffer)
            try check(member)
            members.append(member)
            buffer = []
            step = .content(member, rest: member.size)
            if member.size == 0 { finish(member, take) }
        } else {
            throw Failure(detail: "the archive does not end as it should")
        }
    }

    /// How many bytes the present header has, as far as that is known.
    private var needed: Int {
        guard buffer.count >= TarMember.block else { return TarMember.block }
        if buffer.prefix(TarMember.block).allSatisfy({ $0 == 0 }) { return TarMember.end.count }
        guard buffer[Self.typePlace] == UInt8(ascii: "x") else { return TarMember.block }
        let size = Self.size(in: buffer).map { Int(min($0, 1024)) } ?? 0
        return 2 * TarMember.block + (size + TarMember.block - 1) / TarMember.block * TarMember.block
    }

    private mutating func check(_ member: TarMember) throws(Failure) {
        guard BundlePath.accepts(member.path) else {
            throw Failure(detail: "'\(member.path.excerpt())' is no plain path")
        }
        if let last = members.last, !Manifest.precedes(last.path, member.path) {
            throw Failure(detail: "'\(member.path.excerpt())' is not in its place")
        }
        let total = members.reduce(member.size) { $0 + $1.size }
        guard total <= mostBytes else { throw Failure(detail: "it holds more than a script can have") }
    }

    private static let typePlace = 156
    private static let (sizePlace, modePlace) = (124, 100)

    private static func size(in header: some RandomAccessCollection<UInt8>) -> UInt64? {
        let digits = header.dropFirst(sizePlace).prefix(11)
        return UInt64(String(decoding: digits, as: UTF8.self), radix: 8)
    }

    private static func member(_ header: [UInt8]) throws(Failure) -> TarMember {
        let last = header.suffix(TarMember.block)
        let isExtended = header.count > TarMember.block
        let name = isExtended ? extendedPath(header) : Array(header.prefix(100).prefix { $0 != 0 })
        let mode = String(decoding: last.dropFirst(modePlace).prefix(7), as: UTF8.self)
        if let name, let path = String(validating: name, as: UTF8.self), let size = size(in: last),
            size <= TarMember.largest
        {
            let member = TarMember(path: path, size: size, isExecutable: mode == "0000555")
            if member.header == header { return member }
        }
        throw Failure(detail: "a header in it is not one that a daemon writes")
    }

    /// The path in an extended header: the bytes between the first `=` and the newline.
    private static func extendedPath(_ header: [UInt8]) -> [UInt8]? {
        guard let size = size(in: header), size > 0, size <= 1024 else { return nil }
        let record = header.dropFirst(TarMember.block).prefix(Int(size) - 1)
        return record.firstIndex(of: UInt8(ascii: "=")).map { Array(record[($0 + 1)...]) }
    }
}
