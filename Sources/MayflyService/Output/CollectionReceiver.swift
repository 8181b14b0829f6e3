internal import MayflyCore
internal import MayflyStore

/// Reads what the collector writes: `/outputs`, and behind it `/work` where that is of a workspace.
struct CollectionReceiver {
    private(set) var outputs: ArtifactReceiver
    /// `nil` where nothing carries over.
    private(set) var work: ArtifactReceiver?

    /// Takes the stream's next bytes.
    ///
    /// What follows the end of a first collection that broke a rule is no second one: it is dropped, and reported as cut.
    mutating func receive(_ bytes: [UInt8]) {
        let rest = outputs.receive(bytes, stopsAtEnd: work != nil)
        if !rest.isEmpty { work?.receive(Array(rest)) }
    }

    /// Says that nothing more comes.
    mutating func end() {
        outputs.end()
        work?.end()
    }
}
