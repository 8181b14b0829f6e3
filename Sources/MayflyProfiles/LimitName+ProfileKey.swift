package import MayflyCore

extension LimitName {
    /// The limit's key in a profile: `cpuTime` for `cpu_time`.
    package var profileKey: String {
        let words = rawValue.split(separator: "_")
        return words.prefix(1).joined() + words.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }
}
