/// A digest for tables, where whole ones would leave no room.
enum ShortDigest {
    /// `sha256:` and the first twelve digits.
    ///
    /// Commands that approve or revoke take whole digests only.
    static func text(_ digest: String) -> String {
        digest.utf8.count > 19 ? String(digest.prefix(19)) + "…" : digest
    }
}
