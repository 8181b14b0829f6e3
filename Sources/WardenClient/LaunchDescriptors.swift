internal import CLinux
internal import Glibc
internal import LinuxSystem
internal import WardenProtocol

/// The descriptors of one launch: the ends that are sent, and the ends that stay.
struct LaunchDescriptors {
    /// The ends to send, in the order that `LaunchRequest` defines; closed here with the last reference.
    let far: [OwnedEnd]
    /// The read ends of standard output, standard error and artifacts; non-blocking, since a script may also read from its own pipes.
    let outputs: [(SessionStream, OwnedEnd)]
    /// The write end of standard input; non-blocking.
    let input: OwnedEnd?

    /// Makes the descriptors for `order`; none for a canary.
    init(_ order: LaunchOrder) throws(SystemCallError) {
        guard order.request.descriptorCount > 0 else {
            (far, outputs, input) = ([], [], nil)
            return
        }
        var farEnds: [OwnedEnd] = [OwnedEnd(try ArchiveMemory.make("bundle", order.bundle))]
        var outputs: [(SessionStream, OwnedEnd)] = []
        for stream in [SessionStream.stdout, .stderr, .artifacts] {
            let (reader, writer) = try Self.pipe()
            try reader.descriptor.setBlocking(false)
            outputs.append((stream, reader))
            farEnds.append(writer)
        }
        var input: OwnedEnd?
        if order.request.hasInput {
            let (reader, writer) = try Self.pipe()
            try writer.descriptor.setBlocking(false)
            input = writer
            farEnds.append(reader)
        }
        if order.request.hasFiles { farEnds.append(OwnedEnd(try ArchiveMemory.make("inputs", order.files))) }
        if order.request.workspace == .files {
            farEnds.append(OwnedEnd(try ArchiveMemory.make("workspace", order.workspace)))
        }
        self.far = farEnds
        self.outputs = outputs
        self.input = input
    }

    /// Keeps only read ends that stay.
    init(outputs: [(SessionStream, OwnedEnd)]) {
        (far, self.outputs, input) = ([], outputs, nil)
    }

    private static func pipe() throws(SystemCallError) -> (reader: OwnedEnd, writer: OwnedEnd) {
        var numbers: [CInt] = [-1, -1]
        try syscall("pipe2") { unsafe clinux_pipe2(&numbers, O_CLOEXEC) }
        return (OwnedEnd(OwnedDescriptor(taking: numbers[0])), OwnedEnd(OwnedDescriptor(taking: numbers[1])))
    }
}
