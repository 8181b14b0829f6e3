internal import MayflyCore
internal import MayflyYAML

extension ProfileReading {
    /// Parses `workspace`: what sessions may carry over from one to the next.
    ///
    /// - Parameter limits: The profile's limits, whose scratch space must hold a workspace; `nil` when they could not be parsed.
    /// - Returns: The outer `nil` after an error, which was reported.
    func workspace(_ element: YAMLElement, limits: SessionLimits?) -> WorkspaceQuota?? {
        guard let entries = element.mapping(["bytes", "files", "lifetime", "perOwner"]) else { return nil }
        let (floor, ceiling) = (WorkspaceQuota.floor, WorkspaceQuota.ceiling)
        let mostBytes = min(ceiling.bytes, limits?.disk ?? ceiling.bytes)
        let mostFiles = min(ceiling.files, limits?.inodes ?? ceiling.files)
        let bytes = entries.required("bytes").flatMap { size($0, from: floor.bytes, to: mostBytes) }
        let files = entries.required("files").flatMap { $0.number(from: floor.files, to: mostFiles) }
        let lifetime = entries.required("lifetime").flatMap { time($0, from: floor.lifetime, to: ceiling.lifetime) }
        let perOwner = entries.required("perOwner").flatMap { $0.number(from: floor.perOwner, to: ceiling.perOwner) }
        guard let bytes, let files, let lifetime, let perOwner else { return nil }
        return .some(WorkspaceQuota(bytes: bytes, files: files, lifetime: lifetime, perOwner: perOwner))
    }

    /// Parses how much of a stream may become an artifact.
    ///
    /// - Returns: The outer `nil` after an error, which was reported.
    func spill(_ element: YAMLElement) -> ByteCount?? {
        let size = element.byteCount { size, text in
            if Profile.spillable.contains(size) { return nil }
            let (least, most) = (Profile.spillable.lowerBound, Profile.spillable.upperBound)
            return "'\(text)' is not between \(least) and \(most)"
        }
        guard let size else { return nil }
        return .some(size)
    }

    private func size(_ element: YAMLElement, from least: ByteCount, to most: ByteCount) -> ByteCount? {
        element.byteCount { size, text in
            if size >= least, size <= most { return nil }
            return "'\(text)' is not between \(least) and \(most), which limits.disk and an archive have room for"
        }
    }

    private func time(_ element: YAMLElement, from least: Duration, to most: Duration) -> Duration? {
        element.lifetime { time, text in
            if time >= least, time <= most { return nil }
            return "'\(text)' is not between \(least.text) and \(most.text)"
        }
    }
}
