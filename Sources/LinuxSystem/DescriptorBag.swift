internal import CLinux
internal import Glibc

/// A few descriptors with one owner; those that nobody took are closed with it.
package final class DescriptorBag {
    private var slots: [CInt?]

    package init(taking numbers: [CInt]) {
        self.slots = numbers
    }

    deinit {
        for case let number? in slots { _ = close(number) }
    }

    package var count: Int { slots.count }

    /// The numbers of those that nobody took.
    ///
    /// Valid for as long as this object is alive; see `withExtendedLifetime`.
    package var numbers: [CInt] { slots.compactMap(\.self) }

    /// Whether all of them are pipes or files in memory, which nobody can make the caller wait by.
    package var areHarmless: Bool { numbers.allSatisfy { clinux_never_waits($0) == 1 } }

    /// Leaves all of them open for as long as the process lives: to close one might wait for ever.
    package func abandon() { slots = slots.map { _ in nil } }

    /// Takes the descriptor at `index`, which must be there and not taken yet.
    package func take(_ index: Int) -> OwnedDescriptor {
        guard let number = slots[index] else { preconditionFailure("descriptor \(index) was taken before") }
        slots[index] = nil
        return OwnedDescriptor(taking: number)
    }
}
