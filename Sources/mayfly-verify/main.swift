internal import Glibc
internal import StandardStreams
internal import WardenProtocol

// Checks signed evidence in a separate process, so that the parsers of signatures and statements, and cryptography in Swift,
// are not part of the process that is root. Standard input: one VerifyRequest frame. Standard output: one VerifyAnswer frame.
// It takes no argument, reads no variable and opens no file: it runs in an empty root.

do {
    let bytes = try StandardStream.readInput(atMost: FrameBound.verification)
    let request = try VerifyRequest(frame: bytes, bound: FrameBound.verification)
    try StandardStream.writeOutput(Verification.answer(to: request).frame)
} catch {
    // A missing answer is a refusal, and the warden knows better than this program what it had asked.
    exit(EX_DATAERR)
}
