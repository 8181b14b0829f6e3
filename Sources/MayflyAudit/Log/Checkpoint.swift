internal import MayflyCore
internal import MayflyJSON

/// A signed statement of how long a log is and what its hash is: a C2SP tlog-checkpoint.
package struct Checkpoint: Hashable, Sendable {
    /// What SSH signatures of checkpoints are for.
    package static let namespace = "mayfly-checkpoint"
    /// The most bytes of a note.
    package static let longest = 4096

    package let head: TreeHead
    /// The whole note: origin, size, hash, an empty line and the signature.
    package let note: String
    /// What is signed: the note up to its empty line.
    package let body: String

    /// Reads a note, and checks its signature.
    ///
    /// - Throws: What is wrong with it, as a sentence without a subject.
    package init(_ note: String, key: LogVerifierKey) throws(CheckpointFault) {
        let lines = note.split(separator: "\n", omittingEmptySubsequences: false)
        guard note.utf8.count <= Self.longest, lines.count >= 6, lines[3].isEmpty, lines.last?.isEmpty == true else {
            throw CheckpointFault("is no checkpoint: it needs three lines, an empty one, and a signature")
        }
        guard lines[0].hasBytes(of: key.origin) else {
            throw CheckpointFault("is of log \(lines[0].excerpt()), not of \(key.origin)")
        }
        guard let size = UInt64(digits: lines[1]), "\(size)".hasBytes(of: lines[1]),
            let bytes = Base64.decode(String(lines[2])), let root = Digest(bytes: bytes)
        else { throw CheckpointFault("is no checkpoint: lines 2 and 3 must be a size and a hash") }
        self.head = TreeHead(size: size, root: root)
        self.body = Self.body(origin: key.origin, head)
        self.note = note
        guard Self.isSigned(Array(body.utf8), lines[4..<(lines.count - 1)], key) else {
            throw CheckpointFault("is not signed by the log's key")
        }
    }

    /// The text that is signed.
    static func body(origin: String, _ head: TreeHead) -> String {
        "\(origin)\n\(head.size)\n\(Base64.encode(head.root.bytes))\n"
    }

    /// Whether one of the signature lines is the key's; those of witnesses may stand beside it.
    private static func isSigned(_ body: [UInt8], _ lines: ArraySlice<Substring>, _ key: LogVerifierKey) -> Bool {
        let begin = "— \(key.origin) "
        return lines.contains { line in
            guard line.utf8.starts(with: begin.utf8),
                let bytes = Base64.decode(String(decoding: line.utf8.dropFirst(begin.utf8.count), as: UTF8.self)),
                bytes.starts(with: key.hash)
            else { return false }
            return key.isValid(Array(bytes.dropFirst(4)), for: body)
        }
    }
}
