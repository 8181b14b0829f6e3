package import MayflyCore

/// What `mayfly-profile-reader` answers: every profile of a directory, or why one of its files is wrong.
///
/// The reader gets the files as a ``FileArchive`` on standard input, and writes one frame to standard output.
package enum ProfileListing: Hashable, Sendable {
    case profiles([Profile])
    /// One line per error, `file:line:column: error: …`.
    case errors(String)
}

extension ProfileListing: FrameCodable {
    package func encode(to frame: inout FrameWriter) {
        switch self {
        case .profiles(let profiles):
            frame.integer(UInt8(1))
            frame.list(profiles) { $0.value($1) }
        case .errors(let text):
            frame.integer(UInt8(2))
            frame.text(text)
        }
    }

    package init(from frame: inout FrameReader) throws(FrameError) {
        switch try frame.integer("listing", as: UInt8.self) {
        case 1:
            self = .profiles(
                try frame.list("profiles", bound: FrameBound.profiles) { (frame) throws(FrameError) in try frame.value()
                }
            )
        case 2: self = .errors(try frame.text("errors", bound: 8192))
        default: throw .invalid(field: "listing")
        }
    }
}
