internal import Crypto
internal import MayflyCore
internal import Synchronization

/// Caches valid signatures and parsed statements, so that the same one is neither parsed nor verified again.
///
/// It holds only what is always true for everybody: that these bytes are a key's signature over those bytes, that they are this
/// statement, or that a certain file gives a key this owner. Which file is in force, how long a key counts, and whether it was revoked
/// is checked each time. So nothing has to be forgotten when trust changes. Invalid signatures are not cached.
package final class SignatureMemory: Sendable {
    /// Everything that the answer depends on: the text of the signature, the signed bytes, and the purpose.
    struct Question: Hashable {
        private let digest: SHA256.Digest

        init(_ armour: [UInt8], over message: [UInt8], namespace: String) {
            var hash = SHA256()
            // All parts but the last have a fixed length, so that none can run into another.
            hash.update(data: Array(SHA256.hash(data: message)))
            hash.update(data: Array(SHA256.hash(data: armour)))
            hash.update(data: Array(namespace.utf8))
            digest = hash.finalize()
        }
    }

    private struct State {
        var young: [Question: SSHSignature] = [:]
        var old: [Question: SSHSignature] = [:]
        var statements: [[UInt8]: ApprovalStatement] = [:]
        var computed = 0
        /// The file of signers that was used last, and the owners of keys according to it.
        var signers: AllowedSigners?
        var people: [SSHPublicKey: Signer] = [:]
    }

    /// The most cached statements, and the longest of them, in bytes: 1 MiB of texts at most.
    private static let (mostStatements, longestStatement) = (256, 4096)
    /// The most keys whose owners are cached.
    private static let mostPeople = 64

    /// Half of the most cached signatures; each takes less than 1 KiB.
    private let half: Int
    private let state = Mutex(State())

    /// Makes a cache for `most` signatures, which forgets the least recently used ones first.
    package init(most: Int = 4096) {
        half = max(1, most / 2)
    }

    /// How many signatures were verified, valid or not.
    package var computed: Int { state.withLock { $0.computed } }

    /// A valid signature in ``SSHSignature/armoured``'s form, from the cache or else parsed and verified.
    package func canonical(_ armour: [UInt8], over message: [UInt8], namespace: String) throws(SSHSignatureError)
        -> SSHSignature
    {
        let question = Question(armour, over: message, namespace: namespace)
        if let known = answer(to: question) { return known }
        let signature = try SSHSignature(armoured: armour)
        guard signature.armoured == armour else { throw .armour }
        try verify(signature, over: message, namespace: namespace, question)
        return signature
    }

    /// A parsed statement, from the cache or else parsed.
    package func statement(_ bytes: [UInt8]) throws(StatementError) -> ApprovalStatement {
        if let known = state.withLock({ $0.statements[bytes] }) { return known }
        let statement = try ApprovalStatement(bytes)
        guard bytes.count <= Self.longestStatement else { return statement }
        state.withLock { state in
            if state.statements.count >= Self.mostStatements { state.statements = [:] }
            state.statements[bytes] = statement
        }
        return statement
    }

    /// The owner of a key according to a file of signers, from the cache if that is of this very file.
    func signer(of key: SSHPublicKey, among signers: AllowedSigners) -> Signer {
        // The same file has the same array, so that comparing it takes no look into it.
        if let known = state.withLock({ $0.signers == signers ? $0.people[key] : nil }) { return known }
        let signer = Signer(of: key, among: signers)
        state.withLock { state in
            if state.signers != signers || state.people.count >= Self.mostPeople {
                (state.signers, state.people) = (signers, [:])
            }
            state.people[key] = signer
        }
        return signer
    }

    /// The cached signature that answers a question.
    func answer(to question: Question) -> SSHSignature? {
        state.withLock { state in
            if let signature = state.young[question] { return signature }
            guard let signature = state.old[question] else { return nil }
            insert(signature, question, &state)
            return signature
        }
    }

    /// Verifies a signature, and caches it if it is valid.
    func verify(
        _ signature: SSHSignature,
        over message: [UInt8],
        namespace: String,
        _ question: Question
    ) throws(SSHSignatureError) {
        state.withLock { $0.computed += 1 }
        try signature.verify(message, namespace: namespace)
        state.withLock { insert(signature, question, &$0) }
    }

    private func insert(_ signature: SSHSignature, _ question: Question, _ state: inout State) {
        if state.young.count >= half { (state.old, state.young) = (state.young, [:]) }
        state.young[question] = signature
    }
}
