internal import LinuxSystem
internal import MayflyCore
internal import Sandbox
internal import SandboxPlan
internal import WardenProtocol

extension Warden {
    /// Reads what the daemon sent.
    ///
    /// - Returns: Whether it is still there, and still speaks the protocol.
    func hearDaemon() -> Bool {
        // As many as there are, but not so many that cells would wait.
        for _ in 0..<32 where !isBackedUp {
            do throws(SystemCallError) {
                guard let message = try daemon.receive(bound: FrameBound.frame) else { return false }
                guard handle(message) else { return false }
            } catch {
                return error.errno == .wouldBlock
            }
        }
        return true
    }

    private func handle(_ received: borrowing MessageSocket.Message) -> Bool {
        do throws(FrameError) {
            guard !received.wasTruncated else { throw .invalid(field: "frame") }
            let message = try DaemonMessage(frame: received.bytes)
            guard received.descriptors.count == message.descriptorCount else {
                throw .descriptors(expected: message.descriptorCount, received: received.descriptors.count)
            }
            switch message {
            case .launch(let request): launch(request, received.descriptors)
            case .kill(let order): kill(order)
            case .reload: reload()
            }
            return true
        } catch {
            StandardError.write("mayfly-warden: the daemon sent a malformed frame: \(error); ending")
            return false
        }
    }

    private func launch(_ request: LaunchRequest, _ descriptors: DescriptorBag) {
        guard !cells.values.contains(where: { $0.request.session == request.session }) else {
            return refuse(request, LaunchRefusal(rule: "duplicate_session", detail: "a cell of that session is alive"))
        }
        guard hasRoom(for: request) else {
            return refuse(
                request,
                LaunchRefusal(rule: "too_many_sessions", detail: "profile \(request.profile) has as many as it allows")
            )
        }
        let launcher = CellLauncher(
            profiles: profiles,
            host: host,
            identities: identities,
            keeperFilter: keeperFilter,
            landlock: landlock,
            alteration: alteration
        )
        do throws(CellLauncher.Failure) {
            let cell = try launcher.launch(request, descriptors, number: nextNumber())
            cells[cell.number] = cell
            watch(cell)
        } catch {
            switch error {
            case .refused(let refusal): refuse(request, refusal)
            case .setUp(let failure): report(request, failure)
            }
        }
    }

    /// The daemon queues what a profile has no room for; that it does so is not relied on.
    private func hasRoom(for request: LaunchRequest) -> Bool {
        guard let profile = profiles[request.profile]?.profile, request.work != .canary else { return true }
        return cells.values.count { $0.request.profile == request.profile && $0.request.work != .canary }
            < Int(profile.concurrency)
    }

    private func watch(_ cell: Cell) {
        do throws(SystemCallError) {
            try loop.watch(cell.socket.descriptor, token: EventToken.cell(cell.number, .status).rawValue)
            try loop.watch(cell.process.pidfd, token: EventToken.cell(cell.number, .process).rawValue)
            if let memory = cell.memory.take() {
                try loop.watch(memory, token: EventToken.cell(cell.number, .memory).rawValue)
                cell.memory = consume memory
            }
        } catch {
            cell.evidence.setupFailure = .init(stage: .clone, errno: error.errno.name, subject: "\(error.call)")
            perform(cell.lifecycle.mainEnded(), on: cell)
            // Nothing will announce its end: it was killed, so waiting for it is short.
            emptied(cell)
        }
    }

    private func refuse(_ request: LaunchRequest, _ refusal: LaunchRefusal) {
        tell(
            .finished(SessionReport(session: request.session, verdict: refusal.verdict, destruction: Self.nothingMade))
        )
    }

    private func report(_ request: LaunchRequest, _ failure: SetupError) {
        var evidence = SessionEvidence(limits: request.limits, wall: .zero)
        evidence.setupFailure = .init(stage: failure.stage, errno: failure.errno.name, subject: failure.subject)
        let left = host.trees.filter { $0.contains(request.session.text) }.map {
            "cgroup \($0.path)/\(request.session)"
        }
        let destruction = left.isEmpty ? Self.nothingMade : Destruction(checked: [], leftovers: left)
        tell(
            .finished(
                SessionReport(session: request.session, verdict: VerdictRule.decide(evidence), destruction: destruction)
            )
        )
    }

    private static let nothingMade = Destruction(checked: ["cell: no process was started"], leftovers: [])

    private func kill(_ order: KillOrder) {
        guard let cell = cells.values.first(where: { $0.request.session == order.session }) else { return }
        let cause: EndCause =
            switch order.cause {
            case .killed(let by, let reason): .killed(by: by, reason: reason)
            case .revoked(let by, let reason): .revoked(by: by, reason: reason)
            case .output(let limit, let observed): .output(limit: limit, observed: observed)
            case .shutdown: .shutdown
            }
        perform(cell.lifecycle.end(cause, immediately: order.immediately), on: cell)
    }

    private func reload() {
        do throws(WardenError) {
            try loadProfiles()
            announce()
        } catch {
            tell(.reloadFailed(String("\(error)".prefix(8000))))
        }
    }

    /// Tells the daemon what this host offers and which profiles are in force.
    func announce() {
        tell(.ready(description))
    }

    private var description: WardenDescription {
        var facts = [
            Control("kernel", KernelRelease.current),
            Control("cgroup", host.version.rawValue),
            Control("landlock", landlock > 0 ? "abi \(landlock)" : "not offered by this kernel"),
            Control("user_ids", identities.range),
            Control("profiles", options.profileDirectory),
        ]
        for tree in host.trees {
            let names = tree.controllers.map(\.rawValue).joined(separator: ",")
            facts.append(Control("cgroup.\(names.isEmpty ? "membership" : names)", tree.path))
        }
        return WardenDescription(
            cgroupVersion: host.version.rawValue,
            facts: facts,
            profiles: profiles.values.map(\.profile).sorted { $0.name < $1.name }
        )
    }

    /// The daemon is gone or broken: every session ends, and nothing of them stays.
    func abandon() {
        for cell in cells.values { perform(cell.lifecycle.end(.shutdown, immediately: true), on: cell) }
        for cell in cells.values {
            _ = try? cell.process.wait()
            cell.collector?.abort()
        }
        cells = [:]
        Sweep.run(host)
        host.remove()
    }
}
