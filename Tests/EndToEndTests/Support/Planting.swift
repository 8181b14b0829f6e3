import Foundation

/// What probes look for on the host, there for as long as this object lives.
final class Planting {
    /// Must be nowhere in what a session gives back.
    let word = "MAYFLY-CANARY-\(UUID().uuidString.prefix(12))"
    private let process = Process()
    private let input = Pipe()

    /// Plants, and waits until it is done.
    init() throws {
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/python3")
        process.arguments = ["-I", Probe.directory.appending(path: "tools/plant.py").path(), word]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        let said = output.fileHandleForReading.availableData
        guard String(decoding: said, as: UTF8.self) == "planted\n" else {
            throw Probe.Malformed(description: "nothing was planted")
        }
    }

    deinit {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }
}
