import CLinux
import LinuxSystem
import Sandbox
import SandboxPlan
import WardenProtocol

/// The descriptors of a launch's streams, each checked to be a pipe.
final class StreamDescriptors {
    private let owned: DescriptorBag
    private var artifacts: OwnedDescriptor?

    /// The numbers of the pipes, valid for as long as this object lives.
    let input: CInt?
    let output: CInt?
    let error: CInt?

    /// The streams of a cell that is built ahead: none.
    init() {
        owned = DescriptorBag(taking: [])
        (input, output, error) = (nil, nil, nil)
    }

    /// Takes the pipes out of a request's descriptors; a canary has none.
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

    /// Makes the session's user the owner of the pipes, so that the script can open `/dev/stdout`.
    func give(to owner: UInt32) throws(SetupError) {
        do throws(SystemCallError) {
            for number in owned.numbers { try OwnedDescriptor.prepareStream(number, owner: owner) }
        } catch {
            throw SetupError(.descriptors, error, during: "streams")
        }
    }

    /// Notes the pipes as descriptors that must be closed at the end of the session.
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
