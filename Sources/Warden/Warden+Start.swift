internal import LinuxSystem
internal import MayflyCore
internal import Sandbox
internal import SandboxPlan
internal import WardenProtocol

extension Warden {
    /// Lets a script run that waits for this: the daemon has recorded that it does.
    ///
    /// That it may run was decided when its cell was made. Whether it still may is decided here, by what the warden itself
    /// knows now: how long a cell is held is up to the daemon, which is not believed.
    func start(_ session: SessionID) {
        // Those are decided on later anyway, or again.
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

    /// Refuses what would not be let through any more as it was.
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

    /// Revokes a digest: what waits, and what has a cell in which nothing runs yet, is refused here.
    ///
    /// What runs is ended by the daemon's orders.
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
            // A script that has started may not have been heard of yet.
            hearStatus(of: cell, atMost: 32)
            if cell.lifecycle.state == .building { end(cell, refusal) }
        }
        tell(.revocation(digest, failure: failure?.excerpt(1000)))
    }

    private func end(_ cell: Cell, _ refusal: LaunchRefusal) {
        perform(cell.lifecycle.end(.refused(refusal), immediately: true), on: cell)
    }
}
