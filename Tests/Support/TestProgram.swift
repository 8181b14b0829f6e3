import Foundation

/// Runs programs to their end for tests.
package enum TestProgram {
    /// The result of a program.
    package struct Outcome: Sendable {
        /// The exit status, or the number of the signal that ended it.
        package let status: Int32
        package let output: [UInt8]
        package let errors: [UInt8]
    }

    /// Names the program that failed, with its error output.
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    /// Runs a program that must succeed.
    ///
    /// - Parameters:
    ///   - path: The path of the program.
    ///   - arguments: The arguments without the program's own name.
    ///   - directory: The working directory; if `nil`, that of this process.
    /// - Returns: The program's standard output.
    package static func run(_ path: String, _ arguments: [String], in directory: String? = nil) throws -> [UInt8] {
        let outcome = try finish(path, arguments, in: directory)
        guard outcome.status == 0 else {
            let errors = String(decoding: outcome.errors, as: UTF8.self)
            throw Failure(description: "\(path) \(arguments) ended with \(outcome.status): \(errors)")
        }
        return outcome.output
    }

    /// Runs a program to its end, whatever its result.
    ///
    /// - Parameter input: The text for standard input; it must fit into a pipe.
    package static func finish(
        _ path: String,
        _ arguments: [String],
        in directory: String? = nil,
        input: [UInt8]? = nil
    ) throws -> Outcome {
        let process = Process()
        let (output, errors) = (Pipe(), Pipe())
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        if let directory { process.currentDirectoryURL = URL(filePath: directory) }
        if let input {
            process.standardInput = try pipe(holding: input)
        } else {
            process.standardInput = FileHandle.nullDevice
        }
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        // Both pipes are read at the same time: a program that has filled one would wait for ever while only the other is read.
        let (queue, group) = (DispatchQueue(label: "errors"), DispatchGroup())
        nonisolated(unsafe) var complaints = Data()
        queue.async(group: group) { complaints = errors.fileHandleForReading.readDataToEndOfFile() }
        let printed = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        group.wait()
        return Outcome(status: process.terminationStatus, output: Array(printed), errors: Array(complaints))
    }

    private static func pipe(holding bytes: [UInt8]) throws -> Pipe {
        // A larger input would block here, because the program has not started to read.
        precondition(bytes.count <= 65_536)
        let pipe = Pipe()
        try pipe.fileHandleForWriting.write(contentsOf: Data(bytes))
        try pipe.fileHandleForWriting.close()
        return pipe
    }
}
