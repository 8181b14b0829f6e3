internal import Glibc

/// Descriptors in reserve for when no other is left.
///
/// Not every library survives without one: the queues below Swift's tasks read the state of their threads once a second, and end
/// the process when they cannot open the file. So code that finds no descriptor left releases these, and takes no others until
/// the reserve is restored.
final class DescriptorReserve {
    /// More than are open for a moment at the same time: a library's file, a record's, a trust file.
    private static let size = 8

    private var numbers: [CInt] = []

    deinit { release() }

    /// Closes all of them.
    func release() {
        for number in numbers { close(number) }
        numbers = []
    }

    /// Opens them again; keeps none unless all can be opened.
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
