internal import LinuxSystem

/// A mark in the warden's own directory: there was a list of revoked keys.
///
/// It outlives the warden, so that a list which is gone after a restart is missed, and does not revive every key on it.
struct RevokedKeysMark {
    private static let name = "had-revoked-keys"

    private let directory: String

    init(directory: String) {
        self.directory = directory
    }

    /// Whether the mark is there.
    var isThere: Bool {
        get throws(WardenError) {
            do throws(SystemCallError) {
                _ = try OwnedDescriptor.open("\(directory)/\(Self.name)", .path)
                return true
            } catch  where error.errno == .noEntry {
                return false
            } catch {
                throw WardenError.system(error)
            }
        }
    }

    /// Makes the mark, for good.
    func make() throws(SystemCallError) {
        let opened = try OwnedDescriptor.open(directory, .directory)
        _ = try opened.open(Self.name, .appending)
        try opened.synchronise()
    }
}
