internal import Glibc
internal import MayflyProfiles
internal import StandardStreams
internal import WardenProtocol

// Reads profile files in a separate process, so that the parser of YAML is not part of the process that is root.
// Standard input: a FileArchive. Standard output: one ProfileListing frame. It opens no file and needs no privilege.

// YAML can be written so that reading never ends; then this process is ended, and the warden keeps the profiles that it has.
alarm(10)

// A wrong profile is an answer; a failure here means that there is none.
do {
    let bytes = try StandardStream.readInput(atMost: 1 << 20)
    let listing = ProfileListing(of: try archivedFiles(in: bytes))
    try StandardStream.writeOutput(listing.frame)
} catch let error as FrameError {
    StandardStream.writeError("mayfly-profile-reader: standard input is not a file archive: \(error)\n")
    exit(1)
} catch {
    StandardStream.writeError("mayfly-profile-reader: \(error)\n")
    exit(1)
}
