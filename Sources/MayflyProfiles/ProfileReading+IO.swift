internal import MayflyYAML
internal import MayflyCore
internal import MayflyYAML

extension ProfileReading {
    /// Parses `io`: how fast a cell may read from disks, per second.
    func io(_ element: YAMLElement) -> DiskRate? {
        guard let entries = element.mapping(["readBytes", "readOperations"]) else { return nil }
        let bytes = entries.optional("readBytes")
        let operations = entries.optional("readOperations")
        if bytes == nil, operations == nil { element.report("limits nothing; add for example readBytes: 50Mi") }
        return DiskRate(readBytes: bytes.flatMap(rate), readOperations: operations.flatMap(self.operations))
    }

    private func rate(_ element: YAMLElement) -> ByteCount? {
        element.byteCount("bytes per second") { rate, text in
            if DiskRate.bytes.contains(rate) { return nil }
            let (least, most) = (DiskRate.bytes.lowerBound, DiskRate.bytes.upperBound)
            return "'\(text)' is not between \(least) and \(most) per second"
        }
    }

    private func operations(_ element: YAMLElement) -> UInt32? {
        let range = DiskRate.operations
        return element.number("operations per second", from: range.lowerBound, to: range.upperBound)
    }
}
