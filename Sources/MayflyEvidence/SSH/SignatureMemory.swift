internal import Crypto
internal import MayflyCore
internal import Synchronization

/// Signatures that were found to be right, and statements that were read, so that the same one is neither read nor computed again.
///
/// Holds only what is true at every time and for everybody: that these bytes are a key's signature over those bytes, or say this, or
/// that a key is somebody's by a certain file. Which file is in force, for how long a key counts, and whether it was revoked
/// are no part of it; they are looked at each time. So nothing has to be forgotten when trust changes. What was wrong is
/// not remembered.
package final class SignatureMemory: Sendable {
    /// All that the answer depends on: the text of the signature, the bytes that it is over, and the purpose.
    struct Question: Hashable {
        private let digest: SHA256.Digest

        init(_ armour: [UInt8], over message: [UInt8], namespace: String) {
            var hash = SHA256()
            // Parts of one length each, but the last: none can run into another.
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
        /// The file of signers that was asked about last, and whose the keys are by it.
        var signers: AllowedSigners?
        var people: [SSHPublicKey: Signer] = [:]
    }

    /// The most statements that are remembered, and the longest of them, in bytes: 1 MiB of texts at most.
    private static let (mostStatements, longestStatement) = (256, 4096)
    /// The most keys whose owner is remembered.
    private static let mostPeople = 64

    /// Half of what is remembered at most; less than 1 KiB each.
    private let half: Int
    private let state = Mutex(State())

    /// - Parameter most: How many signatures are remembered; those that were not asked for longest are forgotten first.
    package init(most: Int = 4096) {
        half = max(1, most / 2)
    }

    /// How many signatures were computed, right or wrong.
    package var computed: Int { state.withLock { $0.computed } }

    /// A signature that is right and in ``SSHSignature/armoured``'s form, read and computed if it is not remembered.
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

    /// What a statement says; read if it is not remembered.
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

    /// Whose a key is by a file of signers; found out if it is not remembered of this very file.
    func signer(of key: SSHPublicKey, among signers: AllowedSigners) -> Signer {
        // The same file has the same array, which is told without looking into it.
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

    /// The signature that was right when the same was asked before.
    func answer(to question: Question) -> SSHSignature? {
        state.withLock { state in
            if let signature = state.young[question] { return signature }
            guard let signature = state.old[question] else { return nil }
            insert(signature, question, &state)
            return signature
        }
    }

    /// Computes a signature, and remembers it if it is right.
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
