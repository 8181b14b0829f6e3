internal import LinuxSystem

/// A file in the warden's own directory which records that a list of revoked keys has existed.
///
/// It outlives the warden: after a restart the loss of that list is noticed, where it would otherwise revive every revoked key.
struct RevokedKeysMark {
    private static let name = "had-revoked-keys"

    private let directory: String

    init(directory: String) {
        self.directory = directory
    }

    /// Whether the mark exists.
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

    /// Makes the mark and waits until it is on the disk.
    func make() throws(SystemCallError) {
        let opened = try OwnedDescriptor.open(directory, .directory)
        _ = try opened.open(Self.name, .appending)
        try opened.synchronise()
    }
}
