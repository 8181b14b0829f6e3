/// Descriptors of this process that are to be closed, by their numbers: later the process's own table says which are open.
///
/// A number alone tells nothing, as the kernel gives it to the next file at once: so it is noted of which file it is,
/// and what was seen to be closed is forgotten. To look costs one fstat(2) for each.
package struct DescriptorNotes: Sendable {
    private struct Note: Sendable {
        let number: CInt
        let name: String
        /// `nil` where the kernel did not say: that one counts as open for as long as its number is.
        let file: FileStatus.Identity?
    }

    private var notes: [Note] = []

    package init() {}

    /// Notes an open descriptor.
    ///
    /// - Parameters:
    ///   - number: Of the descriptor, which stays its owner's.
    ///   - name: What people call it, for example `/work`.
    package mutating func note(_ number: CInt, _ name: String) {
        // What cannot be looked at now is looked for all the same.
        let file = try? FileStatus(ofDescriptor: number).identity
        notes.append(Note(number: number, name: name, file: file))
    }

    /// Looks at each, and forgets those that were closed.
    package mutating func forgetClosed() { notes.removeAll { !Self.isOpen($0) } }

    /// Those that were not seen to be closed, for example `/work, number 23`.
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
