/// How long the stages of a session took.
///
/// A stage that was not reached is `nil`.
package struct StageTimes: Hashable, Sendable, Codable {
    /// From the launch request to the script's first instruction.
    package var setUp: Duration?
    /// From there to the end of its main process.
    package var run: Duration?
    /// Collecting artifacts.
    package var collect: Duration?
    /// Destroying the cell and checking that it is gone.
    package var destroy: Duration?

    package init() {}
}
