package import Foundation

/// The real `ssh-keygen`, with keys and files in a directory of its own that goes away with the value.
package final class SSHKeygen: Sendable {
    /// What a run of `ssh-keygen` did.
    package struct Outcome {
        package let status: Int32
        package let output: [UInt8]
        package let errors: String
    }

    /// `ssh-keygen` did not do what it has to do in every test.
    package struct Failure: Error {
        package let arguments: [String]
        package let errors: String
    }

    /// Where the keys are.
    package let directory: URL

    package init() throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "mayfly-keys-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: directory)
    }

    /// Makes a key pair; returns the line of its public half, without a comment.
    ///
    /// - Parameters:
    ///   - name: Of its files in ``directory``.
    ///   - kind: What `-t` takes.
    ///   - bits: What `-b` takes.
    package func makeKey(_ name: String, kind: String = "ed25519", bits: Int? = nil) throws -> String {
        let size = bits.map { ["-b", "\($0)"] } ?? []
        try succeed(["-q", "-t", kind] + size + ["-N", "", "-C", "", "-f", path(name)])
        let line = try String(contentsOf: directory.appending(path: name + ".pub"), encoding: .utf8)
        return line.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Signs `message` with a key that ``makeKey(_:kind:bits:)`` made; returns the armoured signature.
    package func sign(_ message: [UInt8], with key: String, namespace: String, hash: String = "sha512") throws
        -> [UInt8]
    {
        try succeed(["-q", "-Y", "sign", "-n", namespace, "-O", "hashalg=\(hash)", "-f", path(key)], input: message)
    }

    /// The path of a file in ``directory``.
    package func path(_ name: String) -> String { directory.appending(path: name).path() }

    /// Writes a file in ``directory``; returns its path.
    package func write(_ bytes: [UInt8], to name: String) throws -> String {
        try Data(bytes).write(to: directory.appending(path: name))
        return path(name)
    }

    /// Runs `ssh-keygen`, which has to succeed; returns what it printed.
    @discardableResult
    package func succeed(_ arguments: [String], input: [UInt8] = []) throws -> [UInt8] {
        let outcome = try run(arguments, input: input)
        guard outcome.status == 0 else { throw Failure(arguments: arguments, errors: outcome.errors) }
        return outcome.output
    }

    /// Runs `ssh-keygen`.
    ///
    /// - Parameters:
    ///   - arguments: Without its own name.
    ///   - input: What it reads on standard input.
    ///   - timeZone: What `TZ` says.
    package func run(_ arguments: [String], input: [UInt8] = [], timeZone: String = "UTC0") throws -> Outcome {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/ssh-keygen")
        process.arguments = arguments
        process.environment = ["TZ": timeZone, "LC_ALL": "C", "HOME": directory.path()]
        // Files, not pipes: none of them can fill up and wait.
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
