import Foundation
import MayflyTestSupport

/// What a program did.
struct Outcome: Sendable {
    let status: Int32
    let output: String
    let errors: String
}

/// Runs a program to its end, and returns what it printed.
///
/// - Parameters:
///   - path: Of the program.
///   - arguments: Without its own name.
///   - uid: Of the user it runs as; this process's if not given.
///   - gid: Of its only group; the user's number if not given.
///   - input: What it reads on standard input; nothing if not given.
func runProgram(
    _ path: String,
    _ arguments: [String],
    uid: UInt32? = nil,
    gid: UInt32? = nil,
    input: String? = nil
) throws -> Outcome {
    var words = [path] + arguments
    if let uid {
        words = ["/usr/bin/setpriv", "--reuid", "\(uid)", "--regid", "\(gid ?? uid)", "--clear-groups"] + words
    }
    let done = try TestProgram.finish(words[0], Array(words.dropFirst()), input: input.map { Array($0.utf8) })
    return Outcome(
        status: done.status,
        output: String(decoding: done.output, as: UTF8.self),
        errors: String(decoding: done.errors, as: UTF8.self)
    )
}

/// The same on a thread of its own: there are few for tests, and others want to go on meanwhile.
func runProgramAside(_ path: String, _ arguments: [String]) async throws -> Outcome {
    try await withCheckedThrowingContinuation { continuation in
        Thread { continuation.resume(with: Result { try runProgram(path, arguments) }) }.start()
    }
}
