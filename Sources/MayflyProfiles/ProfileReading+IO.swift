internal import MayflyYAML
internal import MayflyCore
internal import MayflyYAML

extension ProfileReading {
    /// Reads `io`: how fast a cell may read from disks, per second.
    func io(_ element: YAMLElement) -> DiskRate? {
        guard let entries = element.mapping(["readBytes", "readOperations"]) else { return nil }
        let bytes = entries.optional("readBytes")
        let operations = entries.optional("readOperations")
        if bytes == nil, operations == nil { element.report("limits nothing; add for example readBytes: 50Mi") }
        return DiskRate(readBytes: bytes.flatMap(rate), readOperations: operations.flatMap(count))
    }

    private func rate(_ element: YAMLElement) -> ByteCount? {
        guard let text = element.text("bytes per second") else { return nil }
        do throws(QuantityError) {
            let rate = try ByteCount(parsing: text)
            if DiskRate.bytes.contains(rate) { return rate }
            let (least, most) = (DiskRate.bytes.lowerBound, DiskRate.bytes.upperBound)
            element.report("'\(text)' is not between \(least) and \(most) per second")
        } catch {
            element.report(error.description)
        }
        return nil
    }

    private func count(_ element: YAMLElement) -> UInt32? {
        guard let text = element.text("operations per second") else { return nil }
        if let count = UInt32(digits: text), DiskRate.operations.contains(count) { return count }
        let (least, most) = (DiskRate.operations.lowerBound, DiskRate.operations.upperBound)
        element.report("'\(text)' is not a whole number between \(least) and \(most)")
        return nil
    }
}
