internal import Glibc

/// Descriptors that are kept for when no other is left.
///
/// Not every library survives without one: the queues below Swift's tasks read the state of their threads once a second, and end
/// the process when they cannot open the file. So whoever finds that there is none gives these back, and takes no more before
/// they could be had again.
final class DescriptorReserve {
    /// More than what is open for a moment at the same time: a library's file, a record's, a trust file.
    private static let size = 8

    private var numbers: [CInt] = []

    deinit { release() }

    /// Gives all of them back.
    func release() {
        for number in numbers { close(number) }
        numbers = []
    }

    /// Takes them again; keeps none unless all could be had.
    func restore() -> Bool {
        while numbers.count < Self.size {
            let number = unsafe open("/dev/null", O_RDONLY | O_CLOEXEC)
            guard number >= 0 else {
                release()
                return false
            }
            numbers.append(number)
        }
        return true
    }
}
