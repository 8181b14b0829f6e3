internal import MayflyJSON

/// Which versions wait for a reviewer.
enum WaitingVersions {
    /// Those of some versions that wait, in their order.
    ///
    /// What is proposed waits, and what is approved or was and lacks signatures of a statement that somebody has signed. What has
    /// expired waits if it is the newest of its script, or what ran last by a name that runs nothing now: of other old
    /// versions nobody wants to know any more. What is rejected, deprecated or revoked has had its answer.
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
