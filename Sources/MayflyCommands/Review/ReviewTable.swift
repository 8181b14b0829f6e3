internal import MayflyClient
internal import MayflyJSON
internal import MayflyRun

/// The lists of `mayfly review ls`, each row with the next command.
enum ReviewTable {
    /// Versions, as the daemon describes them.
    ///
    /// - Parameter now: Seconds since 1970.
    static func of(versions: [JSON], now: Int64) -> Table {
        var table = Table("SCRIPT", "DIGEST", "STATE", "WAITS FOR", "AUTHOR", "SIGNED BY", "AGE", "NEXT")
        for json in versions {
            let (version, task) = (VersionReply(json), ReviewTask(of: json))
            table.add(
                json["name"]?.text ?? "",
                ShortDigest.text(version.digest),
                version.state,
                task.reason,
                version.authorText,
                signers(of: json["approvals"]?.elements ?? []),
                Age.text(since: version.createdAt, now: now),
                task.command
            )
        }
        return table
    }

    /// Statements, as the daemon describes them.
    static func of(approvals: [JSON]) -> Table {
        var table = Table("APPROVAL", "STATE", "DECISION", "SCRIPT", "DIGEST", "PROFILES", "SIGNED BY", "NEXT")
        for approval in approvals {
            let isOpen = approval["state"]?.text == "open" && approval["decision"]?.text == "approve"
            table.add(
                approval["id"]?.text ?? "",
                approval["state"]?.text ?? "",
                approval["decision"]?.text ?? "",
                approval["script"]?.text ?? "",
                ShortDigest.text(approval["digest"]?.text ?? ""),
                StatementText.standings(of: approval).joined(separator: "; "),
                signers(of: [approval]),
                ReviewTask.command(about: approval, signing: isOpen)
            )
        }
        return table
    }

    /// The approvals that end soon, one row for each profile.
    static func of(ending approvals: [EndingApproval]) -> Table {
        var table = Table("UNTIL", "SCRIPT", "DIGEST", "PROFILE", "APPROVED BY", "NEXT")
        for ending in approvals {
            table.add(
                ending.profile["holds_until"]?.text ?? "",
                ending.script,
                ShortDigest.text(ending.approval["digest"]?.text ?? ""),
                ending.profileName,
                (ending.profile["approvers"]?.elements ?? []).compactMap(\.text).joined(separator: ", "),
                ReviewTask.command(about: ending.approval, signing: true)
            )
        }
        return table
    }

    private static func signers(of approvals: [JSON]) -> String {
        approvals.flatMap { $0["signatures"]?.elements ?? [] }.compactMap { $0["principal"]?.text }
            .joined(separator: ", ")
    }
}
