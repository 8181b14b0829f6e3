internal import MayflyJSON

/// Determines which versions wait for a reviewer.
enum WaitingVersions {
    /// The versions among `versions` that wait, in their order.
    ///
    /// These wait:
    ///
    /// - a proposed version;
    /// - an approved or expired version with a statement that somebody signed and that still lacks signatures;
    /// - an expired version that is the newest of its script;
    /// - the newest expired version of a script that has no approved version now.
    ///
    /// Nobody needs other old versions; those that are rejected, deprecated or revoked have their answer.
    ///
    /// - Parameter versions: All versions of some scripts, or of all, newest first, as the daemon describes them.
    static func among(_ versions: [JSON]) -> [JSON] {
        let running = Set(versions.filter { $0["state"]?.text == "approved" }.compactMap { $0["name"]?.text })
        var (seen, expired): (Set<String>, Set<String>) = ([], [])
        return versions.filter { version in
            let name = version["name"]?.text ?? ""
            let isNewest = seen.insert(name).inserted
            switch version["state"]?.text {
            case "proposed": return true
            case "approved": return OpenStatement(of: version) != nil
            case "expired":
                let isLast = expired.insert(name).inserted && !running.contains(name)
                return isNewest || isLast || OpenStatement(of: version) != nil
            default: return false
            }
        }
    }
}
