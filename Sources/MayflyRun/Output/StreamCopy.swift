/// Copies what a script wrote: as it is to files and pipes, harmless to a terminal.
package struct StreamCopy {
    private let sink: OutputSink
    private var filter: TerminalFilter?
    /// How many bytes the script's stream had so far.
    package private(set) var count: Int64 = 0

    /// - Parameters:
    ///   - sink: Where it goes.
    ///   - raw: Whether a terminal gets everything, too.
    package init(to sink: OutputSink, raw: Bool) {
        self.sink = sink
        filter = sink.isTerminal && !raw ? TerminalFilter() : nil
    }

    /// Copies the next bytes.
    package mutating func write(_ chunk: [UInt8]) throws(OutputError) {
        count += Int64(chunk.count)
        try sink.write(filter?.filter(chunk) ?? chunk)
    }

    /// Copies what was waiting for the rest of a character.
    package mutating func finish() throws(OutputError) {
        guard let rest = filter?.finish(), !rest.isEmpty else { return }
        try sink.write(rest)
    }
}
