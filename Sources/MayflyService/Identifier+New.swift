internal import MayflyCore

extension Identifier {
    /// Makes a new identifier, which was never used before.
    static func new(at time: Timestamp = .now) -> Self {
        var generator = SystemRandomNumberGenerator()
        return Self(milliseconds: UInt64(max(0, time.milliseconds)), using: &generator)
    }
}
