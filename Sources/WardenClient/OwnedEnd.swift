internal import LinuxSystem

/// A descriptor that can be stored in an array; closed with the last reference to it.
final class OwnedEnd: Sendable {
    let descriptor: OwnedDescriptor

    init(_ descriptor: consuming OwnedDescriptor) {
        self.descriptor = descriptor
    }
}
