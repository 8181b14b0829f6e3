internal import MayflyCore
internal import MayflyStore

extension Store {
    /// All that decides whether a digest may run.
    func admissionFacts(of digest: Digest, name: ScriptName?) async throws(StoreError) -> AdmissionRule.Facts {
        AdmissionRule.Facts(
            digest: digest,
            name: name,
            approvals: try await approvals(of: digest),
            revocation: try await revocation(of: digest)
        )
    }
}
