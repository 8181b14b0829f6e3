package import Foundation

/// Runs the real `ssh-keygen`, with keys and files in a directory of its own that is removed with the value.
package final class SSHKeygen: Sendable {
    /// The result of a run of `ssh-keygen`.
    package struct Outcome {
        package let status: Int32
        package let output: [UInt8]
        package let errors: String
    }

    /// A failed run of `ssh-keygen` that should succeed in every test.
    package struct Failure: Error {
        package let arguments: [String]
        package let errors: String
    }

    /// The directory of the keys.
    package let directory: URL

    package init() throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "mayfly-keys-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: directory)
    }

    /// Makes a key pair, and returns the line of its public half without a comment.
    ///
    /// - Parameters:
    ///   - name: The name of its files in ``directory``.
    ///   - kind: The value for `-t`.
    ///   - bits: The value for `-b`.
    package func makeKey(_ name: String, kind: String = "ed25519", bits: Int? = nil) throws -> String {
        let size = bits.map { ["-b", "\($0)"] } ?? []
        try succeed(["-q", "-t", kind] + size + ["-N", "", "-C", "", "-f", path(name)])
        let line = try String(contentsOf: directory.appending(path: name + ".pub"), encoding: .utf8)
        return line.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Signs `message` with a key that ``makeKey(_:kind:bits:)`` made, and returns the armoured signature.
    package func sign(_ message: [UInt8], with key: String, namespace: String, hash: String = "sha512") throws
        -> [UInt8]
    {
        try succeed(["-q", "-Y", "sign", "-n", namespace, "-O", "hashalg=\(hash)", "-f", path(key)], input: message)
    }

    /// The path of a file in ``directory``.
    package func path(_ name: String) -> String { directory.appending(path: name).path() }

    /// Writes a file in ``directory``, and returns its path.
    package func write(_ bytes: [UInt8], to name: String) throws -> String {
        try Data(bytes).write(to: directory.appending(path: name))
        return path(name)
    }

    /// Runs `ssh-keygen`, which must succeed, and returns its output.
    @discardableResult
    package func succeed(_ arguments: [String], input: [UInt8] = []) throws -> [UInt8] {
        let outcome = try run(arguments, input: input)
        guard outcome.status == 0 else { throw Failure(arguments: arguments, errors: outcome.errors) }
        return outcome.output
    }

    /// Runs `ssh-keygen`.
    ///
    /// - Parameters:
    ///   - arguments: The arguments without the program's own name.
    ///   - input: The text for standard input.
    ///   - timeZone: The value of `TZ`.
    package func run(_ arguments: [String], input: [UInt8] = [], timeZone: String = "UTC0") throws -> Outcome {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/ssh-keygen")
        process.arguments = arguments
        process.environment = ["TZ": timeZone, "LC_ALL": "C", "HOME": directory.path()]
        // Files instead of pipes: a full pipe would block the program.
        let name = UUID().uuidString
        process.standardInput = try FileHandle(forReadingFrom: URL(filePath: try write(input, to: "\(name).in")))
        process.standardOutput = try FileHandle(forWritingTo: URL(filePath: try write([], to: "\(name).out")))
        process.standardError = try FileHandle(forWritingTo: URL(filePath: try write([], to: "\(name).err")))
        try process.run()
        process.waitUntilExit()
        let output = try Data(contentsOf: directory.appending(path: "\(name).out"))
        let errors = try Data(contentsOf: directory.appending(path: "\(name).err"))
        return Outcome(
            status: process.terminationStatus,
            output: Array(output),
            errors: String(decoding: errors, as: UTF8.self)
        )
    }
}
