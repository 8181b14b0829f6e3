internal import LinuxSystem
internal import MayflyCore
internal import Sandbox
internal import SandboxPlan
internal import WardenProtocol

extension Warden {
    /// How many verifiers work at once; further questions wait.
    private static let mostVerifiers = 4
    /// How often a launch is verified again because the trust or the profile changed meanwhile.
    private static let mostAttempts = 3

    /// Decides whether a launch may run, by a permit that still holds or by asking the verifier.
    func decide(_ launch: WaitingLaunch) throws(LaunchRefusal) {
        if let objection = revocations.objection(to: launch.bundle.digest) {
            throw LaunchRefusal(rule: "digest_revoked", detail: objection)
        }
        let profile = try admit(launch.request)
        let files = try trustedFiles()
        let key = AdmissionKey(
            digest: launch.bundle.digest,
            profile: profile.profile.name,
            policy: profile.profile.approvals,
            allowsSelfApproval: options.allowsSelfApproval,
            evidence: launch.evidence,
            trust: files.digest
        )
        if let permit = permits.permit(for: key, at: Instant.secondsSince1970) {
            try PermitRule.check(permit.decision, isReview: launch.request.isReview)
            let controls = Self.controls(of: permit, launch, files.digest)
            // `proceed` looks up the interpreter and may find a change.
            defer { noticeChanges(trust: files.digest) }
            return try proceed(launch, under: profile, by: permit, for: key, controls)
        }
        try verify(launch, key, files)
    }

    /// The current trust files; the daemon is told if they have changed.
    func trustedFiles() throws(LaunchRefusal) -> TrustStore.Files {
        do throws(WardenError) {
            let files = try trust.current()
            noticeChanges(trust: files.digest)
            return files
        } catch {
            noticeChanges(trust: nil)
            throw LaunchRefusal(rule: "trust_unreadable", detail: "whose approvals count is not known: \(error)")
        }
    }

    private static func controls(of permit: Permit, _ launch: WaitingLaunch, _ trust: Digest) -> [Control] {
        [Control("decision", permit.decision.rawValue)] + permit.approvers.map { Control("approver", $0) } + [
            Control("statement", "\(SHA256.digest(of: launch.statement.statement))"), Control("trust", "\(trust)"),
        ]
    }

    /// Has a launch wait for the answer to its question, which is asked unless another launch has asked the same.
    private func verify(
        _ launch: WaitingLaunch,
        _ key: AdmissionKey,
        _ files: TrustStore.Files
    ) throws(LaunchRefusal) {
        launch.attempts += 1
        guard launch.attempts <= Self.mostAttempts else {
            throw VerifierRun.failure("was asked \(Self.mostAttempts) times, and each time trust or profile changed")
        }
        if let same = verifications.first(where: { $0.key == key }) {
            same.waiting.append(launch)
            return
        }
        let request = VerifyRequest(
            digest: key.digest,
            profile: key.profile,
            policy: key.policy,
            allowsSelfApproval: key.allowsSelfApproval,
            now: Instant.secondsSince1970,
            evidence: launch.statement,
            allowedSigners: files.allowedSigners,
            revokedKeys: files.revokedKeys,
            description: try launch.bundle.description(),
            files: launch.bundle.files.map(\.path)
        )
        verifications.append(Verification(number: nextNumber(), key: key, request: request, waiting: launch))
        startVerifiers()
    }

    /// Starts verifiers for the waiting questions, oldest first.
    func startVerifiers() {
        for verification in verifications where verification.run == nil {
            guard verifications.count(where: { $0.run != nil }) < Self.mostVerifiers else { return }
            do throws(WardenError) {
                guard try start(verification) else { return }
            } catch {
                verifications.removeAll { $0 === verification }
                fail(verification, error)
            }
        }
    }

    /// Ends the launches that wait for a verifier that does not start; if the host is the cause, they are not refused but failed.
    private func fail(_ verification: Verification, _ error: WardenError) {
        guard case .system(let cause) = error else {
            return refuseAll(of: verification, VerifierRun.failure("does not start: \(error)"))
        }
        for launch in verification.waiting {
            report(launch.request, SetupError(.verifier, cause, during: "mayfly-verify does not start"))
        }
    }

    /// - Returns: Whether the verifier was started; if not, it waits for a network namespace.
    private func start(_ verification: Verification) throws(WardenError) -> Bool {
        let taken = try system { () throws(SystemCallError) in try takeNetworkForVerifier() }
        guard let network = taken else { return false }
        guard let identity = identities.take() else { throw WardenError.identities("no user id is free for it") }
        let run: VerifierRun
        do throws(WardenError) {
            run = try verifier.start(verification.request, as: identity, in: network, home: workshop.home)
        } catch {
            identities.giveBackIfUnused(identity)
            throw error
        }
        do throws(SystemCallError) {
            try loop.watch(run.child.process.pidfd, token: EventToken.verifier(verification.number).rawValue)
        } catch {
            end(run)
            throw WardenError.system(error)
        }
        verification.run = run
        return true
    }

    /// Takes the answer of a verifier that has ended.
    func hearVerifier(_ number: UInt32) {
        guard let index = verifications.firstIndex(where: { $0.number == number }),
            let run = verifications[index].run
        else { return }
        let verification = verifications.remove(at: index)
        loop.ignore(run.child.process.pidfd)
        do throws(LaunchRefusal) {
            let answer = try run.finish(reaper)
            identities.giveBackIfUnused(run.identity)
            try take(answer, to: verification)
        } catch {
            identities.giveBackIfUnused(run.identity)
            refuseAll(of: verification, error)
        }
        startVerifiers()
    }

    private func take(_ answer: VerifyAnswer, to verification: Verification) throws(LaunchRefusal) {
        let permit: Permit
        switch answer {
        case .permitted(let given): permit = given
        case .refused(let rule, let detail): throw PermitRule.refusal(rule: rule, detail: detail)
        }
        let key = verification.key
        try PermitRule.check(permit, profile: key.profile, policy: key.policy, now: Instant.secondsSince1970)
        permits.keep(permit, for: key, since: verification.request.now)
        for launch in verification.waiting {
            do throws(LaunchRefusal) { try decide(launch) } catch { refuse(launch.request, error) }
        }
    }

    private func refuseAll(of verification: Verification, _ refusal: LaunchRefusal) {
        for launch in verification.waiting { refuse(launch.request, refusal) }
    }

    /// Removes launches that wait for an answer, and drops the questions that no launch waits for any more.
    func takeWaiting(_ isMeant: (WaitingLaunch) -> Bool) -> [WaitingLaunch] {
        var taken: [WaitingLaunch] = []
        for verification in verifications {
            taken += verification.waiting.filter(isMeant)
            verification.waiting.removeAll(where: isMeant)
            guard verification.waiting.isEmpty else { continue }
            verifications.removeAll { $0 === verification }
            if let run = verification.run { end(run) }
        }
        if !taken.isEmpty { startVerifiers() }
        return taken
    }

    /// Ends and reaps a verifier whose answer is no longer needed.
    private func end(_ run: VerifierRun) {
        loop.ignore(run.child.process.pidfd)
        run.giveUp()
        _ = try? run.finish(reaper)
        identities.giveBackIfUnused(run.identity)
    }

    /// Kills the verifiers that take too long, and ends the questions that have waited too long for a network namespace.
    func endOverdueVerifiers(_ now: Instant) {
        for case let run? in verifications.map(\.run) {
            if let deadline = run.deadline, deadline <= now { run.giveUp() }
        }
        for waiting in verifications {
            guard waiting.run == nil, let deadline = waiting.networkDeadline, deadline <= now else { continue }
            verifications.removeAll { $0 === waiting }
            fail(waiting, WardenError.system(Self.noNetwork))
            distrustMaker()
        }
    }
}
