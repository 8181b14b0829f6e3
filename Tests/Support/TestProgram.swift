import Foundation

/// Programs that tests run as they are, to their ends.
package enum TestProgram {
    /// What a program did.
    package struct Outcome: Sendable {
        /// The exit status, or the number of the signal that ended it.
        package let status: Int32
        package let output: [UInt8]
        package let errors: [UInt8]
    }

    /// Says which program failed, and what it said to that.
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    /// Runs a program that has to succeed.
    ///
    /// - Parameters:
    ///   - path: Of the program.
    ///   - arguments: Without its own name.
    ///   - directory: Where it runs; where this process does if not given.
    /// - Returns: What it printed.
    package static func run(_ path: String, _ arguments: [String], in directory: String? = nil) throws -> [UInt8] {
        let outcome = try finish(path, arguments, in: directory)
        guard outcome.status == 0 else {
            let errors = String(decoding: outcome.errors, as: UTF8.self)
            throw Failure(description: "\(path) \(arguments) ended with \(outcome.status): \(errors)")
        }
        return outcome.output
    }

    /// Runs a program to its end, whatever that is.
    ///
    /// - Parameter input: What it reads on standard input: nothing if not given, and no more than a pipe holds.
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
        // At the same time: a program that has filled one pipe would wait for ever while the other one is read.
        let (queue, group) = (DispatchQueue(label: "errors"), DispatchGroup())
        nonisolated(unsafe) var complaints = Data()
        queue.async(group: group) { complaints = errors.fileHandleForReading.readDataToEndOfFile() }
        let printed = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        group.wait()
        return Outcome(status: process.terminationStatus, output: Array(printed), errors: Array(complaints))
    }

    private static func pipe(holding bytes: [UInt8]) throws -> Pipe {
        // Else this would wait for a reader that has not started.
        precondition(bytes.count <= 65_536)
        let pipe = Pipe()
        try pipe.fileHandleForWriting.write(contentsOf: Data(bytes))
        try pipe.fileHandleForWriting.close()
        return pipe
    }
}
