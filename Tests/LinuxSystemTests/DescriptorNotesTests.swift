import Glibc
import LinuxSystem
import Testing

@Suite("Notes of descriptors", .serialized)
struct DescriptorNotesTests {
    /// Of a descriptor that is a copy of this, by a number so large that no other test gets it meanwhile.
    private func copy(of descriptor: borrowing OwnedDescriptor) throws -> CInt {
        let number = fcntl(descriptor.number, F_DUPFD_CLOEXEC, 980)
        try #require(number >= 980)
        return number
    }

    @Test func `name what is open, and forget what was closed`() throws {
        let pipe = try Pipe()
        let (reader, writer) = (try copy(of: pipe.reader), try copy(of: pipe.writer))
        var notes = DescriptorNotes()
        notes.note(reader, "reader")
        notes.note(writer, "writer")
        notes.forgetClosed()
        #expect(notes.open == ["reader, number \(reader)", "writer, number \(writer)"])
        close(reader)
        #expect(notes.open.count == 2, "nobody has looked yet")
        notes.forgetClosed()
        #expect(notes.open == ["writer, number \(writer)"])
        close(writer)
        notes.forgetClosed()
        #expect(notes.open == [])
    }

    @Test func `take no other file for one whose number it has got`() throws {
        let pipe = try Pipe()
        let other = try Pipe()
        let (writer, foreign) = (pipe.writer.number, other.reader.number)
        let number = try copy(of: pipe.reader)
        defer { close(number) }
        var notes = DescriptorNotes()
        notes.note(number, "pipe")
        try #require(dup2(writer, number) == number)
        notes.forgetClosed()
        #expect(notes.open == ["pipe, number \(number)"], "either end is of the pipe")
        try #require(dup2(foreign, number) == number)
        notes.forgetClosed()
        #expect(notes.open == [])
    }

    @Test func `say nothing of one that was closed before`() throws {
        let pipe = try Pipe()
        let number = try copy(of: pipe.reader)
        close(number)
        var notes = DescriptorNotes()
        notes.note(number, "closed before")
        notes.forgetClosed()
        #expect(notes.open == [])
    }
}
