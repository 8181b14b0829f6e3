extension SessionLimits {
    /// Sets one limit from text, in the form of profiles and requests.
    ///
    /// - Throws: ``QuantityError`` when the text is not a value of that limit, or is outside of ``floor``…``ceiling``.
    package mutating func set(_ name: LimitName, to text: String) throws(QuantityError) {
        var changed = self
        switch name {
        case .wall: changed.wall = try Duration(parsing: text)
        case .cpuTime: changed.cpuTime = try Duration(parsing: text)
        case .cpus: changed.cpus = try CPURate(parsing: text)
        case .memory: changed.memory = try ByteCount(parsing: text)
        case .pids: changed.pids = try Self.count(parsing: text)
        case .disk: changed.disk = try ByteCount(parsing: text)
        case .inodes: changed.inodes = try Self.count(parsing: text)
        case .openFiles: changed.openFiles = try Self.count(parsing: text)
        case .output: changed.output = try ByteCount(parsing: text)
        case .artifacts: changed.artifacts = try ByteCount(parsing: text)
        case .artifactCount: changed.artifactCount = try Self.count(parsing: text)
        }
        if changed.exceeding(Self.ceiling).contains(name) {
            throw QuantityError(text, "is above the most Mayfly supports, \(Self.ceiling.text(of: name))")
        }
        if Self.floor.exceeding(changed).contains(name) {
            throw QuantityError(text, "is below the least Mayfly supports, \(Self.floor.text(of: name))")
        }
        self = changed
    }

    private static func count(parsing text: String) throws(QuantityError) -> UInt32 {
        guard let count = UInt32(digits: text) else {
            throw QuantityError(text, "is not a whole number between 0 and 4294967295")
        }
        return count
    }
}
