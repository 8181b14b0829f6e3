internal import MayflyCore

extension Identifier {
    /// A new identifier, never used before.
    static func new(at time: Timestamp = .now) -> Self {
        var generator = SystemRandomNumberGenerator()
        return Self(milliseconds: UInt64(max(0, time.milliseconds)), using: &generator)
    }
}
