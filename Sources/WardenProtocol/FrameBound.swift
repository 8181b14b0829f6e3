/// The largest size of each kind of field.
///
/// Anything larger is refused before it is read.
package enum FrameBound {
    /// The bytes of one frame.
    ///
    /// Less than the default socket buffer, so that a whole frame always fits.
    package static let frame = 160 * 1024
    /// The bytes of one argument, the number of arguments, and the bytes of all together.
    package static let argument = 32 * 1024
    package static let arguments = 256
    package static let argumentBytes = 64 * 1024
    /// The bytes of one environment value, the number of variables, and the bytes of all together.
    package static let variable = 8 * 1024
    package static let variables = 64
    package static let variableBytes = 32 * 1024
    /// The bytes of a path, or of another short text of an operator.
    package static let path = 512
    /// The bytes of a sentence: evidence, a reason, a profile's summary.
    package static let sentence = 1024
    /// The elements of a list in a profile or a report.
    package static let list = 128
    /// The bytes of one list of a report, so that its four lists fit into a frame together with everything else in it.
    package static let listBytes = 36 * 1024
    /// The bytes of the reason why profiles could not be read.
    package static let failure = 8 * 1024
    /// The microseconds of a duration: up to ten years.
    package static let microseconds: ClosedRange<Int64> = 0...315_360_000_000_000
    /// The lines about what an earlier warden left behind.
    package static let leftovers = 16
    /// The different system calls that the filter refused: more than exist.
    package static let deniedCalls = 512
    /// The profiles in one directory.
    package static let profiles = 48
    /// The policy files in one directory, the blocks of one file, and the rules of one block.
    package static let policies = 8
    package static let groups = 1024
    package static let rules = 1024
    /// The bytes of the profile reader's answer.
    package static let listing = 1024 * 1024
    /// The files of an archive.
    package static let files = 1000
    /// The bytes of an archive's contents.
    package static let archive = 64 * 1024 * 1024
    /// The bytes of a signed statement and of one signature, and the number of signatures.
    package static let statement = 16 * 1024
    package static let signature = 2 * 1024
    package static let signatures = 8
    /// The bytes of `allowed_signers`, and of `revoked_keys`.
    package static let trustFile = 256 * 1024
    /// The bytes of a bundle's `mayfly.yaml`.
    package static let description = 64 * 1024
    /// The bytes of a question to `mayfly-verify`, and of its answer.
    package static let verification = 2 * 1024 * 1024
}
