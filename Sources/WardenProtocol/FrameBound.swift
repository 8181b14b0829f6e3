/// The most that each kind of field may hold.
///
/// What is larger is refused before it is read.
package enum FrameBound {
    /// One frame.
    ///
    /// Below the default socket buffer, so that a whole frame always fits.
    package static let frame = 160 * 1024
    /// One argument, and all arguments of a launch together.
    package static let argument = 32 * 1024
    package static let arguments = 256
    package static let argumentBytes = 64 * 1024
    /// One environment value, and how many.
    package static let variable = 8 * 1024
    package static let variables = 64
    package static let variableBytes = 32 * 1024
    /// A path, or another short text of an operator.
    package static let path = 512
    /// A sentence: evidence, a reason, a profile's summary.
    package static let sentence = 1024
    /// Elements of a list inside a profile or a report.
    package static let list = 128
    /// Bytes of one list of a report: its four lists fit into a frame, with room for the rest of it.
    package static let listBytes = 36 * 1024
    /// Why profiles could not be read.
    package static let failure = 8 * 1024
    /// Microseconds of a duration: ten years.
    package static let microseconds: ClosedRange<Int64> = 0...315_360_000_000_000
    /// Lines about what an earlier warden left behind.
    package static let leftovers = 16
    /// Different system calls that the filter refused: more than there are.
    package static let deniedCalls = 512
    /// Profiles in one directory.
    package static let profiles = 48
    /// Files of system call policies in one directory, blocks of one, and rules of one block.
    package static let policies = 8
    package static let groups = 1024
    package static let rules = 1024
    /// What a profile reader answers.
    package static let listing = 1024 * 1024
    /// Files of an archive.
    package static let files = 1000
    /// Bytes of an archive's contents.
    package static let archive = 64 * 1024 * 1024
    /// A signed statement, one signature, and how many.
    package static let statement = 16 * 1024
    package static let signature = 2 * 1024
    package static let signatures = 8
    /// `allowed_signers`, `revoked_keys`.
    package static let trustFile = 256 * 1024
    /// A bundle's `mayfly.yaml`.
    package static let description = 64 * 1024
    /// What is asked of `mayfly-verify`, and what it answers.
    package static let verification = 2 * 1024 * 1024
}
