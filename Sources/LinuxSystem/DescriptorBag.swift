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

    /// Takes the descriptor at `index`, which must be there and not taken yet.
    package func take(_ index: Int) -> OwnedDescriptor {
        guard let number = slots[index] else { preconditionFailure("descriptor \(index) was taken before") }
        slots[index] = nil
        return OwnedDescriptor(taking: number)
    }
}
