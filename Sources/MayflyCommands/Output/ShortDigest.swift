/// Shortens a digest for tables, which have no room for whole ones.
enum ShortDigest {
    /// `sha256:` and the first twelve digits.
    ///
    /// Commands that approve or revoke accept only whole digests.
    static func text(_ digest: String) -> String {
        digest.utf8.count > 19 ? String(digest.prefix(19)) + "…" : digest
    }
}
