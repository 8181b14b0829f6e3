internal import MayflyCore
internal import MayflyStore

/// Parses the collector's stream: `/outputs`, followed by `/work` if that belongs to a workspace.
struct CollectionReceiver {
    private(set) var outputs: ArtifactReceiver
    /// `nil` if nothing carries over.
    private(set) var work: ArtifactReceiver?

    /// Parses the stream's next bytes.
    ///
    /// If the first collection breaks a rule, its rest is not taken for the second one, but dropped and reported as cut.
    mutating func receive(_ bytes: [UInt8]) {
        let rest = outputs.receive(bytes, stopsAtEnd: work != nil)
        if !rest.isEmpty { work?.receive(Array(rest)) }
    }

    /// Ends the stream.
    mutating func end() {
        outputs.end()
        work?.end()
    }
}
