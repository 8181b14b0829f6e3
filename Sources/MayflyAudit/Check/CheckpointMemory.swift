internal import MayflyEvidence
internal import Synchronization

/// Caches checkpoints whose signatures were checked, so that the same bytes are not checked twice.
///
/// It caches only valid ones, and a bounded number.
package final class CheckpointMemory: Sendable {
    private struct State {
        var notes: [[UInt8]: Checkpoint] = [:]
        var lines: [[UInt8]: Checkpoint] = [:]
    }

    /// The most texts of each kind that are cached.
    private static let most = 64

    /// The key that must have signed them.
    package let key: LogVerifierKey
    /// The cache of SSH signatures, of checkpoints and of files beside the log.
    let signatures = SignatureMemory()
    private let state = Mutex(State())

    package init(_ key: LogVerifierKey) {
        self.key = key
    }

    /// Reads a note, and checks its signature.
    ///
    /// - Throws: The fault, as a sentence without a subject.
    func checkpoint(_ note: String) throws(CheckpointFault) -> Checkpoint {
        let bytes = Array(note.utf8)
        if let known = state.withLock({ $0.notes[bytes] }) { return known }
        let checkpoint = try Checkpoint(note, key: key)
        state.withLock { if $0.notes.count < Self.most { $0.notes[bytes] = checkpoint } }
        return checkpoint
    }

    /// Reads a line of the history, and checks both of its signatures; `nil` when anything is wrong.
    func checkpoint(inLine line: [UInt8]) -> Checkpoint? {
        if let known = state.withLock({ $0.lines[line] }) { return known }
        guard let (checkpoint, _) = CheckpointLine.read(line, key: key) else { return nil }
        state.withLock { if $0.lines.count < Self.most { $0.lines[line] = checkpoint } }
        return checkpoint
    }

    /// Whether `signature` is the armoured SSH signature of a checkpoint's body.
    func isSigned(_ checkpoint: Checkpoint, by signature: String) -> Bool {
        let body = Array(checkpoint.body.utf8)
        return key.isSSHSignature(signature, of: body, namespace: Checkpoint.namespace, memory: signatures)
    }

    /// Whether `signature` is the armoured SSH signature of a checkpoint's whole note.
    func isSignedWhole(_ checkpoint: Checkpoint, by signature: String) -> Bool {
        let note = Array(checkpoint.note.utf8)
        return key.isSSHSignature(signature, of: note, namespace: Checkpoint.namespace, memory: signatures)
    }
}
