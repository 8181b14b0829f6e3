import Foundation

/// What a program did.
struct Outcome {
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
    let process = Process()
    let (output, errors) = (Pipe(), Pipe())
    if let uid {
        process.executableURL = URL(filePath: "/usr/bin/setpriv")
        process.arguments = ["--reuid", "\(uid)", "--regid", "\(gid ?? uid)", "--clear-groups", path] + arguments
    } else {
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
    }
    process.standardOutput = output
    process.standardError = errors
    if let input {
        let pipe = Pipe()
        process.standardInput = pipe
        try pipe.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        try pipe.fileHandleForWriting.close()
    } else {
        process.standardInput = FileHandle.nullDevice
    }
    try process.run()
    let collected = DispatchQueue(label: "errors")
    nonisolated(unsafe) var errorBytes = Data()
    let group = DispatchGroup()
    collected.async(group: group) { errorBytes = errors.fileHandleForReading.readDataToEndOfFile() }
    let outputBytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    group.wait()
    return Outcome(
        status: process.terminationStatus,
        output: String(decoding: outputBytes, as: UTF8.self),
        errors: String(decoding: errorBytes, as: UTF8.self)
    )
}
