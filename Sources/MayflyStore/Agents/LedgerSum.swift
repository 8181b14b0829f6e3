package import MayflyCore

/// What an agent's sessions of one script under one profile used in a span of time.
package struct LedgerSum: Hashable, Sendable {
    package var agent: AgentName
    /// `nil` for sessions without a script's name.
    package var script: ScriptName?
    package var profile: ProfileName
    /// Sessions that have ended.
    package var sessions: UInt64
    /// Refused sessions that have a record.
    package var refused: UInt64
    /// Microseconds of processor time.
    package var cpu: UInt64
    /// Byte-seconds.
    package var memory: UInt64
    /// From request to end, in milliseconds.
    package var wall: UInt64
}
