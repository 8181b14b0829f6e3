import Foundation

/// Programs that tests run as they are.
enum TestProgram {
    /// Runs a program to its end, with `input` as its standard input.
    ///
    /// - Returns: What it printed.
    static func run(_ path: String, _ arguments: [String], input: [UInt8] = []) throws -> [UInt8] {
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        let (inputs, outputs) = (Foundation.Pipe(), Foundation.Pipe())
        process.standardInput = inputs
        process.standardOutput = outputs
        try process.run()
        try inputs.fileHandleForWriting.write(contentsOf: input)
        try inputs.fileHandleForWriting.close()
        let output = try outputs.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw TestWarden.Failure(description: "\(path) \(arguments) ended with \(process.terminationStatus)")
        }
        return Array(output)
    }
}
