internal import MayflyCore
internal import MayflyJSON

/// A signed statement of a log's size and hash: a C2SP tlog-checkpoint.
package struct Checkpoint: Hashable, Sendable {
    /// The namespace of SSH signatures of checkpoints.
    package static let namespace = "mayfly-checkpoint"
    package static let longest = 4096

    package let head: TreeHead
    /// The whole note: origin, size, hash, an empty line and the signature.
    package let note: String
    /// The signed part: the note up to its empty line.
    package let body: String

    /// Reads a note, and checks its signature.
    ///
    /// Only signatures may follow its empty line.
    ///
    /// - Throws: The fault, as a sentence without a subject.
    package init(_ note: String, key: LogVerifierKey) throws(CheckpointFault) {
        // A note that is too long is not examined.
        let isShort = note.utf8.count <= Self.longest
        let lines = isShort ? note.split(separator: "\n", omittingEmptySubsequences: false) : []
        guard lines.count >= 6, lines[3].isEmpty, lines.last?.isEmpty == true else {
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
        guard Self.isSigned(Array(body.utf8), try Self.signatures(in: lines), key) else {
            throw CheckpointFault("is not signed by the log's key")
        }
    }

    /// The signatures of a note that has some, from its lines.
    private static func signatures(in lines: [Substring]) throws(CheckpointFault) -> [NoteSignature] {
        var signatures: [NoteSignature] = []
        for place in 4..<(lines.count - 1) {
            guard let signature = NoteSignature(lines[place]) else {
                throw CheckpointFault("is no checkpoint: its line \(place + 1) is no signature")
            }
            signatures.append(signature)
        }
        return signatures
    }

    /// The text that is signed.
    static func body(origin: String, _ head: TreeHead) -> String {
        "\(origin)\n\(head.size)\n\(Base64.encode(head.root.bytes))\n"
    }

    /// Whether the key has signed, and no signature in its name is wrong; signatures of witnesses are allowed.
    private static func isSigned(_ body: [UInt8], _ signatures: [NoteSignature], _ key: LogVerifierKey) -> Bool {
        let own = signatures.filter { $0.isNamed(by: key) }
        return !own.isEmpty && own.allSatisfy { key.isValid($0.signature, for: body) }
    }
}
