internal import Foundation
internal import MayflyRun

/// Runs other programs of this machine for a command: `ssh-keygen`, `git`.
enum LocalProgram {
    /// How a program ended.
    struct Outcome {
        var status: Int32
        /// What it printed on standard output, and on standard error where that was collected.
        var output: String
        var errors: String
        /// The bytes of ``output``, which need be no text.
        var printed: [UInt8] = []
        /// Whether it printed more than is kept.
        var isCut = false

        /// The first line of what it said went wrong.
        var complaint: String { said.first ?? "it exited with \(status)" }

        /// What it advised besides, line for line.
        var advice: [String] { Array(said.dropFirst().prefix(20)) }

        private var said: [String] {
            (errors + "\n" + output).split(separator: "\n").map { line in
                String(line.drop { $0 == " " || $0 == "\t" })
            }.filter { !$0.isEmpty }
        }
    }

    /// The most bytes that are read of what a program prints.
    private static let longest = 1 << 20

    /// Runs a program to its end.
    ///
    /// - Parameters:
    ///   - name: Looked for in `PATH`.
    ///   - arguments: Passed as they are; no shell is between.
    ///   - environment: Of the command.
    ///   - talks: Whether it may ask and tell the person at the terminal; its standard error is then not collected.
    static func run(
        _ name: String,
        _ arguments: [String],
        environment: [String: String],
        talks: Bool = false
    ) throws(CommandFailure) -> Outcome {
        guard let path = path(of: name, environment) else {
            throw CommandFailure("there is no program \(name) in PATH", advice: [advice(for: name)])
        }
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.environment = environment
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        if !talks {
            process.standardError = errors
            process.standardInput = FileHandle.nullDevice
        }
        do {
            try process.run()
        } catch {
            throw CommandFailure("cannot run \(path): \(error.localizedDescription)")
        }
        // Both are read at once: a program that fills one pipe would wait for its reader forever.
        let collected = Collected()
        let reader = Thread {
            collected.finish(with: talks ? Data() : errors.fileHandleForReading.readDataToEndOfFile())
        }
        reader.start()
        let printed = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let status = process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus
        return Outcome(
            status: status,
            output: text(printed),
            errors: text(collected.wait()),
            printed: Array(printed.prefix(longest)),
            isCut: printed.count > longest
        )
    }

    private static func text(_ data: Data) -> String { String(decoding: data.prefix(longest), as: UTF8.self) }

    private static func path(of name: String, _ environment: [String: String]) -> String? {
        let places = (environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":")
        return places.map { "\($0)/\(name)" }.first {
            $0.hasPrefix("/") && FileManager.default.isExecutableFile(atPath: $0)
        }
    }

    private static func advice(for name: String) -> String {
        name == "ssh-keygen" ? "install it with: apt-get install openssh-client" : "install \(name)"
    }

    /// What a thread has read, for another one.
    private final class Collected: @unchecked Sendable {
        private let done = DispatchSemaphore(value: 0)
        /// Written before ``done`` is signalled, read after.
        private var data = Data()

        func finish(with data: Data) {
            self.data = data
            done.signal()
        }

        func wait() -> Data {
            done.wait()
            return data
        }
    }
}
