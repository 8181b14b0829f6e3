package import MayflyStore

/// A session with the kept parts of its output.
package struct SessionDetail: Sendable {
    package var record: SessionRecord
    package var stdout: KeptOutput
    package var stderr: KeptOutput
    /// Its place in the queue; `nil` when it does not wait.
    package var queue: QueuePlace?

    package init(record: SessionRecord, stdout: KeptOutput = KeptOutput(), stderr: KeptOutput = KeptOutput()) {
        self.record = record
        self.stdout = stdout
        self.stderr = stderr
    }

    /// The path of the artifact that is a whole stream; `nil` when there is none.
    package func artifact(of stream: StreamName) -> String? {
        let name = OutputSpill.name(of: stream)
        return record.artifacts.contains { $0.path == name } ? name : nil
    }
}
