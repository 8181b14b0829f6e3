internal import MayflyCore
internal import MayflyJSON

/// A checkpoint as one line of the history.
package enum CheckpointLine {
    package static let longest = 4 * Checkpoint.longest

    /// The line of a checkpoint, with its newline.
    package static func bytes(_ checkpoint: Checkpoint, signature: String) -> [UInt8] {
        let json: JSON = .object([
            "size": .number("\(checkpoint.head.size)"), "root": .string(checkpoint.head.root.hexadecimal),
            "note": .string(checkpoint.note), "signature": .string(signature),
        ])
        return Array((json.compactText + "\n").utf8)
    }

    /// The size in a line; `nil` when it does not begin as lines do.
    package static func size(of line: some Collection<UInt8>) -> UInt64? {
        let name = Array(#"{"size":"#.utf8)
        guard line.starts(with: name) else { return nil }
        return UInt64(digits: String(decoding: line.dropFirst(name.count).prefix { $0.isDigit }, as: UTF8.self))
    }

    /// Reads a line; `nil` unless ``bytes(_:signature:)`` would write exactly this line, and both signatures are valid.
    package static func read(_ bytes: [UInt8], key: LogVerifierKey) -> (checkpoint: Checkpoint, signature: String)? {
        guard let json = try? JSONReader.read(bytes), let note = json["note"]?.text,
            let signature = json["signature"]?.text, let checkpoint = try? Checkpoint(note, key: key),
            self.bytes(checkpoint, signature: signature) == bytes,
            key.isSSHSignature(signature, of: Array(checkpoint.body.utf8), namespace: Checkpoint.namespace)
        else { return nil }
        return (checkpoint, signature)
    }
}
