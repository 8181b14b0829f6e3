internal import Glibc

/// A few descriptors with one owner; those that nobody took are closed with it.
package final class DescriptorBag {
    private var numbers: [CInt?]

    package init(taking numbers: [CInt]) {
        self.numbers = numbers
    }

    deinit {
        for case let number? in numbers { _ = close(number) }
    }

    package var count: Int { numbers.count }

    /// Takes the descriptor at `index`, which must be there and not taken yet.
    package func take(_ index: Int) -> OwnedDescriptor {
        guard let number = numbers[index] else { preconditionFailure("descriptor \(index) was taken before") }
        numbers[index] = nil
        return OwnedDescriptor(taking: number)
    }
}
