internal import LinuxSystem
internal import MayflyCore
internal import Sandbox
internal import SandboxPlan
internal import WardenProtocol

extension Warden {
    /// Lets a held script start, after the daemon has recorded the session's start.
    ///
    /// The launch was let through when the cell was made. How long a cell is held is up to the daemon, which is not believed: so the
    /// warden checks here whether its decision still holds.
    func start(_ session: SessionID) {
        // These launches are still to be decided on, or will be checked again, so that they need no hold.
        for launch in verifications.flatMap(\.waiting) where launch.request.session == session { launch.isHeld = false }
        for parked in parked where parked.launch.request.session == session { parked.launch.isHeld = false }
        guard let cell = cells.values.first(where: { $0.request?.session == session }), cell.isHeld,
            cell.lifecycle.state == .building
        else { return }
        do throws(LaunchRefusal) { try checkStillHolds(cell.clearance) } catch { return end(cell, error) }
        cell.isHeld = false
        do throws(SystemCallError) {
            try CellProcess.start(through: cell.socket)
        } catch {
            fail(cell, .report, errno: error.errno, "the script could not be told to start")
        }
    }

    /// Refuses a launch whose clearance does not hold any more.
    func checkStillHolds(_ clearance: Clearance?) throws(LaunchRefusal) {
        guard let clearance else { return }
        if let objection = revocations.objection(to: clearance.key.digest) {
            throw LaunchRefusal(rule: "digest_revoked", detail: objection)
        }
        let profile = profiles[clearance.key.profile]
        let trust = try trustedFiles().digest
        try clearance.check(trust: trust, profile: profile?.digest, now: Instant.secondsSince1970)
        if let profile {
            let closure = interpreters.closure(of: clearance.runtime, in: profile)
            try clearance.check(closure: closure, pin: profile.profile.approvals.pin)
        }
    }

    /// Revokes a digest, and refuses the launches and cells of it that have not started a script.
    ///
    /// Running scripts are ended by separate orders of the daemon.
    func revoke(_ digest: Digest) {
        let failure = revocations.add(digest)
        if let failure { StandardError.write("mayfly-warden: \(digest) is revoked, but not written down: \(failure)") }
        let refusal = LaunchRefusal(
            rule: "digest_revoked",
            detail: revocations.objection(to: digest) ?? "\(digest) is revoked"
        )
        for launch in takeWaiting({ $0.bundle.digest == digest }) { refuse(launch.request, refusal) }
        for launch in takeParked({ $0.bundle?.digest == digest }) { refuse(launch.request, refusal) }
        for cell in cells.values where cell.clearance?.key.digest == digest {
            // The message that the script has started may be unread.
            hearStatus(of: cell, atMost: 32)
            if cell.lifecycle.state == .building { end(cell, refusal) }
        }
        tell(.revocation(digest, failure: failure?.excerpt(1000)))
    }

    private func end(_ cell: Cell, _ refusal: LaunchRefusal) {
        perform(cell.lifecycle.end(.refused(refusal), immediately: true), on: cell)
    }
}
