/// Notes of descriptors that must be closed later; the kernel is asked whether they were.
///
/// The kernel soon gives the number of a closed descriptor to another file. So each note has the file's identity as well, and is
/// dropped as soon as the descriptor is seen to be closed. Each check costs one fstat(2) per note.
package struct DescriptorNotes: Sendable {
    private struct Note: Sendable {
        let number: CInt
        let name: String
        /// `nil` where the kernel did not say; then the descriptor counts as open while its number is in use.
        let file: FileStatus.Identity?
    }

    private var notes: [Note] = []

    package init() {}

    /// Notes an open descriptor.
    ///
    /// - Parameters:
    ///   - number: The descriptor's number, which is borrowed.
    ///   - name: A name for people, for example `/work`.
    package mutating func note(_ number: CInt, _ name: String) {
        // A descriptor that cannot be examined now is noted all the same.
        let file = try? FileStatus(ofDescriptor: number).identity
        notes.append(Note(number: number, name: name, file: file))
    }

    /// Drops the notes of descriptors that are closed by now.
    package mutating func forgetClosed() { notes.removeAll { !Self.isOpen($0) } }

    /// The descriptors that have not been seen closed, for example `/work, number 23`.
    package var open: [String] { notes.map { "\($0.name), number \($0.number)" } }

    private static func isOpen(_ note: Note) -> Bool {
        do throws(SystemCallError) {
            let file = try FileStatus(ofDescriptor: note.number).identity
            return note.file == nil || note.file == file
        } catch {
            return error.errno != .badFileDescriptor
        }
    }
}
