package import MayflyCore
internal import MayflyJSON

/// SHA-256 over a caller's request: digest, profile, arguments, variables' names, inputs by digest, labels, limits and workspace.
///
/// Everybody who knows the request can compute it again; the log and the receipt do not show the request.
package enum RequestDigest {
    /// The digest of a request.
    ///
    /// - Parameters:
    ///   - environment: Only the names of the variables, because values may be secrets that could be guessed from a hash.
    ///   - inputs: Standard input as `<stdin>`, and the input files.
    ///   - workspace: The requested workspace; without one the hashed text does not have the member.
    package static func of(
        digest: Digest,
        profile: ProfileName,
        arguments: [String],
        environment: [String],
        inputs: [ReceiptFacts.File],
        labels: [String: String],
        limits: SessionLimits,
        workspace: WorkspaceID? = nil
    ) -> Digest {
        let json = JSON.object([
            "digest": .string(digest.description), "profile": .string(profile.text), "arguments": .strings(arguments),
            "environment": .strings(environment.sorted()),
            "inputs": .array(
                inputs.map { .strings([$0.name, "\($0.size.bytes)", $0.digest.description]) }
            ),
            "labels": .object(labels.sorted { $0.key < $1.key }.map { JSON.Member($0.key, .string($0.value)) }),
            "limits": .object(limits.entries.map { JSON.Member($0.name.rawValue, .string($0.value)) }),
            "workspace": workspace.map { .string($0.text) },
        ])
        return MerkleHash.digest(of: json.compactBytes + [UInt8(ascii: "\n")])
    }
}
