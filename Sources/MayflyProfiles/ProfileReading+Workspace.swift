internal import MayflyCore
internal import MayflyYAML

extension ProfileReading {
    /// Reads `workspace`: what sessions may keep from one to the next.
    ///
    /// - Parameter limits: The profile's, whose scratch space has to hold it; `nil` when they could not be read.
    /// - Returns: The outer `nil` when something is wrong; it was reported.
    func workspace(_ element: YAMLElement, limits: SessionLimits?) -> WorkspaceQuota?? {
        guard let entries = element.mapping(["bytes", "files", "lifetime", "perOwner"]) else { return nil }
        let (floor, ceiling) = (WorkspaceQuota.floor, WorkspaceQuota.ceiling)
        let mostBytes = min(ceiling.bytes, limits?.disk ?? ceiling.bytes)
        let mostFiles = min(ceiling.files, limits?.inodes ?? ceiling.files)
        let bytes = entries.required("bytes").flatMap { size($0, from: floor.bytes, to: mostBytes) }
        let files = entries.required("files").flatMap { number($0, from: floor.files, to: mostFiles) }
        let lifetime = entries.required("lifetime").flatMap { time($0, from: floor.lifetime, to: ceiling.lifetime) }
        let perOwner = entries.required("perOwner").flatMap { number($0, from: floor.perOwner, to: ceiling.perOwner) }
        guard let bytes, let files, let lifetime, let perOwner else { return nil }
        return .some(WorkspaceQuota(bytes: bytes, files: files, lifetime: lifetime, perOwner: perOwner))
    }

    /// Reads how much of a stream may become an artifact.
    ///
    /// - Returns: The outer `nil` when something is wrong; it was reported.
    func spill(_ element: YAMLElement) -> ByteCount?? {
        guard let text = element.text("a number of bytes") else { return nil }
        do throws(QuantityError) {
            let size = try ByteCount(parsing: text)
            if Profile.spillable.contains(size) { return .some(size) }
            let (least, most) = (Profile.spillable.lowerBound, Profile.spillable.upperBound)
            element.report("'\(text)' is not between \(least) and \(most)")
        } catch {
            element.report(error.description)
        }
        return nil
    }

    private func size(_ element: YAMLElement, from least: ByteCount, to most: ByteCount) -> ByteCount? {
        guard let text = element.text("a number of bytes") else { return nil }
        do throws(QuantityError) {
            let size = try ByteCount(parsing: text)
            if size >= least, size <= most { return size }
            element.report(
                "'\(text)' is not between \(least) and \(most), which limits.disk and an archive have room for"
            )
        } catch {
            element.report(error.description)
        }
        return nil
    }

    private func number(_ element: YAMLElement, from least: UInt32, to most: UInt32) -> UInt32? {
        guard let text = element.text("a number") else { return nil }
        if let count = UInt32(digits: text), count >= least, count <= most { return count }
        element.report("'\(text)' is not a whole number between \(least) and \(most)")
        return nil
    }

    private func time(_ element: YAMLElement, from least: Duration, to most: Duration) -> Duration? {
        guard let text = element.text("a duration, for example 24h") else { return nil }
        do throws(QuantityError) {
            let time = try Duration(parsing: text)
            if time >= least, time <= most { return time }
            element.report("'\(text)' is not between \(least.text) and \(most.text)")
        } catch {
            element.report(error.description)
        }
        return nil
    }
}
