/// The fault of a checkpoint, as a sentence without its subject.
package struct CheckpointFault: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}
