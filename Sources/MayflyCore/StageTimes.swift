/// The durations of a session's stages.
///
/// A stage that was not reached is `nil`.
package struct StageTimes: Hashable, Sendable, Codable {
    /// From the launch request to the first instruction of the script.
    package var setUp: Duration?
    /// From the first instruction of the script to the end of its main process.
    package var run: Duration?
    /// The time for collecting artifacts.
    package var collect: Duration?
    /// The time for destroying the cell and checking that it is gone.
    package var destroy: Duration?

    package init() {}
}
