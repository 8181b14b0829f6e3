import CLinux
import LinuxSystem
import Sandbox
import SandboxPlan
import WardenProtocol

/// The pipes of a launch, checked to be pipes.
final class StreamDescriptors {
    private let owned: DescriptorBag
    private var artifacts: OwnedDescriptor?

    /// By number; the descriptors live as long as this object.
    let input: CInt?
    let output: CInt?
    let error: CInt?

    /// None: what a cell has that nobody has yet.
    init() {
        owned = DescriptorBag(taking: [])
        (input, output, error) = (nil, nil, nil)
    }

    /// Takes the pipes out of a request's descriptors: none for a canary.
    init(_ request: LaunchRequest, _ bag: DescriptorBag) throws(SetupError) {
        guard case .bundle = request.work else {
            owned = DescriptorBag(taking: [])
            (input, output, error) = (nil, nil, nil)
            return
        }
        let output = try Self.pipe(bag.take(1), "stdout")
        let error = try Self.pipe(bag.take(2), "stderr")
        let artifacts = try Self.pipe(bag.take(3), "artifacts")
        var numbers = [output.number, error.number]
        if request.hasInput {
            let input = try Self.pipe(bag.take(4), "stdin")
            self.input = input.number
            numbers.append(input.release())
        } else {
            self.input = nil
        }
        self.output = output.release()
        self.error = error.release()
        self.owned = DescriptorBag(taking: numbers)
        self.artifacts = consume artifacts
    }

    /// Gives the pipes to the session's user, so that `/dev/stdout` can be opened.
    func give(to owner: UInt32) throws(SetupError) {
        do throws(SystemCallError) {
            for number in owned.numbers { try OwnedDescriptor.prepareStream(number, owner: owner) }
        } catch {
            throw SetupError(.descriptors, error, during: "streams")
        }
    }

    /// Notes the pipes, to be looked for at the end of the session.
    func note(in notes: inout DescriptorNotes) {
        let numbers = [("stdin", input), ("stdout", output), ("stderr", error), ("artifacts", artifacts?.number)]
        for case (let name, let number?) in numbers { notes.note(number, name) }
    }

    /// The write end of the artifact pipe.
    func takeArtifacts() -> OwnedDescriptor? { artifacts.take() }

    private static func pipe(
        _ descriptor: consuming OwnedDescriptor,
        _ name: String
    ) throws(SetupError) -> OwnedDescriptor {
        do throws(SystemCallError) {
            guard try descriptor.isAnonymousPipe() else {
                throw SystemCallError("fstat", on: "\(name) is not a pipe", errno: .invalidArgument)
            }
        } catch {
            throw SetupError(.descriptors, error, during: name)
        }
        return descriptor
    }
}
