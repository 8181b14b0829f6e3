internal import MayflyBundle
internal import MayflyCore
internal import MayflyStore

extension SessionRecorder {
    /// The script's result; `nil` when its description promises none, or it never started.
    func result(of session: LiveSession) async -> ResultRecord? {
        guard let description = session.resultDescription, session.look({ $0.startedAt != nil }) else { return nil }
        let (files, skipped) = session.output.artifacts
        guard let file = files.first(where: { $0.path.hasBytes(of: description.file) }) else {
            let reason = skipped.first { $0.path.hasBytes(of: description.file) }?.reason
            return ResultRule.missing(description, skipped: reason)
        }
        guard file.size.bytes <= UInt64(ResultRule.longest) else { return ResultRule.tooLarge(description) }
        do throws(StoreError) {
            let bytes = try await store.read([file.digest], atMost: ResultRule.longest).first ?? []
            return ResultRule.result(description, bytes: bytes)
        } catch {
            return ResultRule.unchecked(description, "its bytes cannot be read: \(error)")
        }
    }
}
