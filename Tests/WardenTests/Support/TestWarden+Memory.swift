import Foundation

extension TestWarden {
    /// How often a text is in what the warden has allocated, freed or not.
    func copies(of text: String) throws -> Int {
        let memory = try FileHandle(forReadingFrom: URL(filePath: "/proc/\(pid)/mem"))
        defer { try? memory.close() }
        var count = 0
        for line in HostTraces.text("/proc/\(pid)/maps").split(separator: "\n") {
            let parts = line.split(separator: " ")
            guard parts.count == 5 || parts.last == "[heap]", parts[1] == "rw-p" else { continue }
            let bounds = parts[0].split(separator: "-").compactMap { UInt64($0, radix: 16) }
            guard bounds.count == 2 else { continue }
            try memory.seek(toOffset: bounds[0])
            let bytes = try memory.read(upToCount: Int(bounds[1] - bounds[0])) ?? Data()
            count += Self.count(of: Data(text.utf8), in: bytes)
        }
        return count
    }

    private static func count(of part: Data, in bytes: Data) -> Int {
        var (count, rest) = (0, bytes[...])
        while let found = rest.range(of: part) {
            count += 1
            rest = rest[found.upperBound...]
        }
        return count
    }
}
