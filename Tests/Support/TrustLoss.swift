internal import Foundation
internal import Glibc

/// Something that makes the trust files no word of root's; wants root.
package struct TrustLoss: Sendable {
    /// What has happened: the end of "is nothing once".
    package let name: String
    /// Does it to a directory with an `allowed_signers` that is in order.
    package let inflict: @Sendable (_ directory: String) throws -> Void

    private init(_ name: String, _ inflict: @escaping @Sendable (_ directory: String) throws -> Void) {
        (self.name, self.inflict) = (name, inflict)
    }

    /// Each of them, by itself.
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
