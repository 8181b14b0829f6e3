/// Copies a script's output: unchanged to files and pipes, escaped on a terminal.
package struct StreamCopy {
    private let sink: OutputSink
    private var filter: TerminalFilter?
    /// How many bytes of the script's stream were copied so far.
    package private(set) var count: Int64 = 0

    /// - Parameters:
    ///   - sink: The destination.
    ///   - raw: Whether a terminal also gets the bytes unchanged.
    package init(to sink: OutputSink, raw: Bool) {
        self.sink = sink
        filter = sink.isTerminal && !raw ? TerminalFilter() : nil
    }

    /// Copies the next bytes.
    package mutating func write(_ chunk: [UInt8]) throws(OutputError) {
        count += Int64(chunk.count)
        try sink.write(filter?.filter(chunk) ?? chunk)
    }

    /// Copies bytes that were held back for the rest of a character.
    package mutating func finish() throws(OutputError) {
        guard let rest = filter?.finish(), !rest.isEmpty else { return }
        try sink.write(rest)
    }
}
