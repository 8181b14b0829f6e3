import Foundation
import MayflyTestSupport

/// The program under test, and where it runs.
enum Verifier {
    /// As `swift build` made it, on this host as it is.
    case built
    /// A program in an empty root without even `/proc`, as user 65534, with no variable and no argument.
    case confined(String)

    /// How the request reaches it.
    enum Input {
        /// A file.
        case file
        /// A file whose offset is at its end.
        case fileReadBefore
        case pipe
    }

    struct Outcome {
        let status: Int32
        let output: [UInt8]
        let errors: String
    }

    /// Opens the program, goes where no file is, and becomes nobody; then nothing but the descriptor is left to start.
    private static let wrapper = """
        import os, sys
        program = os.open(sys.argv[1], os.O_RDONLY | os.O_CLOEXEC)
        os.chroot(sys.argv[2])
        os.chdir("/")
        os.setgroups([])
        os.setresgid(65534, 65534, 65534)
        os.setresuid(65534, 65534, 65534)
        os.execve(program, ["mayfly-verify"], {})
        """

    /// Runs the program on some bytes to its end.
    func run(on bytes: [UInt8], through input: Input = .file) throws -> Outcome {
        let directory = FileManager.default.temporaryDirectory.appending(path: "mayfly-verify-\(UUID().uuidString)")
        let empty = directory.appending(path: "empty")
        try FileManager.default.createDirectory(at: empty, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let process = Process()
        switch self {
        case .built: process.executableURL = URL(filePath: Binaries.path("mayfly-verify"))
        case .confined(let program):
            process.executableURL = URL(filePath: "/usr/bin/python3")
            process.arguments = ["-c", Self.wrapper, program, empty.path()]
        }
        let (output, errors) = (Pipe(), Pipe())
        (process.standardOutput, process.standardError) = (output, errors)
        let file = directory.appending(path: "request")
        try Data(bytes).write(to: file)
        let handle = try FileHandle(forReadingFrom: file)
        if input == .fileReadBefore { try handle.seekToEnd() }
        let pipe = Pipe()
        process.standardInput = input == .pipe ? pipe : handle
        try process.run()
        if input == .pipe {
            // Less than a pipe holds, or this would wait for the reader.
            precondition(bytes.count < 32_768)
            try pipe.fileHandleForWriting.write(contentsOf: Data(bytes))
            try pipe.fileHandleForWriting.close()
        }
        let printed = output.fileHandleForReading.readDataToEndOfFile()
        let complaints = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Outcome(
            status: process.terminationStatus,
            output: Array(printed),
            errors: String(decoding: complaints, as: UTF8.self)
        )
    }
}
