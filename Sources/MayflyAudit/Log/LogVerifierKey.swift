internal import Crypto
internal import MayflyCore
package import MayflyEvidence
internal import MayflyJSON

/// The public half of a ``LogKey``.
package struct LogVerifierKey: Hashable, Sendable {
    /// The 32 bytes of the Ed25519 key.
    package let bytes: [UInt8]

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Reads a note verifier's line, `<origin>+<hash>+<key>`; `nil` unless ``noteText`` would write exactly this line.
    package init?(noteText text: String) {
        // Base64 uses the plus sign too.
        let parts = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let decoded = Base64.decode(String(parts[2].dropLast())), decoded.count == 33,
            decoded[0] == 1
        else { return nil }
        self.bytes = Array(decoded.dropFirst())
        guard noteText.hasBytes(of: text) else { return nil }
    }

    /// The log's name, which is made from its key: two logs never have the same.
    package var origin: String { "mayfly/log/" + String(MerkleHash.digest(of: bytes).hexadecimal.prefix(16)) }

    /// The first bytes in a note's signature line: C2SP signed-note, "key ID".
    var hash: [UInt8] { Array(MerkleHash.digest(of: Array("\(origin)\n".utf8) + [1] + bytes).bytes.prefix(4)) }

    /// ``hash`` in hexadecimal.
    var hashText: String { hash.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }

    /// The key in the form that tools for signed notes read, with a newline.
    package var noteText: String { "\(origin)+\(hashText)+\(Base64.encode([1] + bytes))\n" }

    /// The key as a line of an `.pub` file, with the origin as its comment.
    package var sshText: String { "ssh-ed25519 \(Base64.encode(sshBytes)) \(origin)\n" }

    /// A line of an `allowed_signers` file that trusts the key only for checkpoints and receipts.
    package var allowedSigner: String {
        "\(Self.principal) namespaces=\"\(Checkpoint.namespace),\(Receipt.namespace)\" "
            + "ssh-ed25519 \(Base64.encode(sshBytes))\n"
    }

    /// The principal for `ssh-keygen -Y verify -I`.
    package static let principal = "mayfly-log"

    /// The key in SSH's wire format: its kind and its bytes, each after its length.
    private var sshBytes: [UInt8] { [0, 0, 0, 11] + Array("ssh-ed25519".utf8) + [0, 0, 0, 32] + bytes }

    /// Whether `text` is the armoured signature of the key's owner over `message`, for one purpose.
    ///
    /// Ed25519 signs the same message in one way only, and a signature has only one text.
    ///
    /// - Parameter memory: The cache of signatures that were checked before.
    package func isSSHSignature(
        _ text: String,
        of message: [UInt8],
        namespace: String,
        memory: SignatureMemory = SignatureMemory(most: 2)
    ) -> Bool {
        let signature = try? memory.canonical(Array(text.utf8), over: message, namespace: namespace)
        return signature?.key.blob == sshBytes
    }

    /// Whether the key's owner has signed `message`.
    func isValid(_ signature: [UInt8], for message: [UInt8]) -> Bool {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes) else { return false }
        return key.isValidSignature(signature, for: message)
    }
}
