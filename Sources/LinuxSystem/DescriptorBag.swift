internal import CLinux
internal import Glibc

/// A few descriptors with one owner; those that nobody has taken are closed with it.
package final class DescriptorBag {
    private var slots: [CInt?]

    package init(taking numbers: [CInt]) {
        self.slots = numbers
    }

    deinit {
        for case let number? in slots { _ = close(number) }
    }

    package var count: Int { slots.count }

    /// The numbers of the descriptors that nobody has taken.
    ///
    /// Valid for as long as this object is alive; see `withExtendedLifetime`.
    package var numbers: [CInt] { slots.compactMap(\.self) }

    /// Whether all of them are pipes or memory files, by which nobody can make the caller block.
    package var areHarmless: Bool { numbers.allSatisfy { clinux_never_waits($0) == 1 } }

    /// Leaves all of them open until the process ends, because closing one might block for ever.
    package func abandon() { slots = slots.map { _ in nil } }

    /// Takes the descriptor at `index`, which must exist and not be taken yet.
    package func take(_ index: Int) -> OwnedDescriptor {
        guard let number = slots[index] else { preconditionFailure("descriptor \(index) was taken before") }
        slots[index] = nil
        return OwnedDescriptor(taking: number)
    }
}
