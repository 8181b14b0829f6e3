internal import Foundation
internal import Glibc

/// A change after which the trust files are no longer root's word; needs root.
package struct TrustLoss: Sendable {
    /// The change in words, which end "is nothing once".
    package let name: String
    /// Applies the change to a directory with a correct `allowed_signers`.
    package let inflict: @Sendable (_ directory: String) throws -> Void

    private init(_ name: String, _ inflict: @escaping @Sendable (_ directory: String) throws -> Void) {
        (self.name, self.inflict) = (name, inflict)
    }

    /// All changes, each to be applied alone.
    package static let all: [TrustLoss] = [
        TrustLoss("the file is gone") { try FileManager.default.removeItem(atPath: "\($0)/allowed_signers") },
        TrustLoss("others can write the file") { _ = chmod("\($0)/allowed_signers", 0o666) },
        TrustLoss("the group can write the file") { _ = chmod("\($0)/allowed_signers", 0o664) },
        TrustLoss("others can write the directory") { _ = chmod($0, 0o777) },
        TrustLoss("the file is somebody else's") { _ = chown("\($0)/allowed_signers", 65_534, 0) },
        TrustLoss("the directory is somebody else's") { _ = chown($0, 65_534, 0) },
        TrustLoss("the file is a link") { directory in
            rename("\(directory)/allowed_signers", "\(directory)/real")
            symlink("\(directory)/real", "\(directory)/allowed_signers")
        },
        TrustLoss("the file is a directory") { directory in
            unlink("\(directory)/allowed_signers")
            mkdir("\(directory)/allowed_signers", 0o755)
        },
        TrustLoss("the other file can be written by others") { directory in
            try Data().write(to: URL(filePath: "\(directory)/revoked_keys"))
            chmod("\(directory)/revoked_keys", 0o666)
        },
        TrustLoss("the file is too large") { _ = truncate("\($0)/allowed_signers", 1 << 20) },
    ]
}
