internal import LinuxSystem
internal import MayflyCore
internal import Sandbox
internal import SandboxPlan
internal import WardenProtocol

extension Warden {
    /// How long the daemon's messages are handled in one turn of the loop; one that was begun is finished.
    private static let patienceForDaemon = Duration.milliseconds(20)

    /// Handles the messages from the daemon.
    ///
    /// - Returns: Whether the daemon is still there and still speaks the protocol.
    func hearDaemon() -> Bool {
        // As many as have arrived, but bounded in time, so that timers and cells do not wait: one launch may take 0.2 s.
        let end = Instant.now + Self.patienceForDaemon
        repeat {
            guard !isBackedUp else {
                // The unread messages would make the loop return at once for as long as they are there; the pause keeps it from spinning.
                Pause.milliseconds(1)
                return true
            }
            do throws(SystemCallError) {
                guard let message = try daemon.receive(bound: FrameBound.frame) else { return false }
                guard handle(message) else { return false }
            } catch {
                return error.errno == .wouldBlock
            }
        } while Instant.now < end
        return true
    }

    private func handle(_ received: borrowing MessageSocket.Message) -> Bool {
        do throws(FrameError) {
            switch try Self.understand(received) {
            case .launch(let request) where received.isStarved: reportStarved(request)
            case .launch(let request): launch(request, received.descriptors)
            case .kill(let order): kill(order)
            case .reload: reload()
            case .revoke(let digest): revoke(digest)
            case .start(let session): start(session)
            case .sample(let session): answerSample(of: session)
            case .look: look()
            }
            return true
        } catch {
            StandardError.write("mayfly-warden: the daemon sent a malformed frame: \(error); ending")
            return false
        }
    }

    /// Decodes a message and checks that the right number of descriptors came with it.
    ///
    /// Fewer are accepted only if this process had no free numbers for them, which the caller reports.
    private static func understand(_ received: borrowing MessageSocket.Message) throws(FrameError) -> DaemonMessage {
        // Closing or reading others, such as a lingering socket or a file on a FUSE mount, could block the only thread for ever.
        guard received.descriptors.areHarmless else {
            received.descriptors.abandon()
            throw .invalid(field: "descriptors: neither pipes nor files in memory")
        }
        guard !received.wasTruncated || received.isStarved else { throw .invalid(field: "frame") }
        let message = try DaemonMessage(frame: received.bytes)
        let (expected, count) = (message.descriptorCount, received.descriptors.count)
        guard received.isStarved ? count < expected : count == expected else {
            throw .descriptors(expected: expected, received: count)
        }
        return message
    }

    /// Reports a launch some of whose descriptors could not be received; the others are closed with its message.
    private func reportStarved(_ request: LaunchRequest) {
        let subject = "recvmsg: the warden has as many files open as it may; raise LimitNOFILE in the unit of mayflyd"
        report(request, SetupError(.descriptors, errno: .tooManyOpen, subject: subject))
    }

    private func kill(_ order: KillOrder) {
        let cause: EndCause =
            switch order.cause {
            case .killed(let by, let reason): .killed(by: by, reason: reason)
            case .revoked(let by, let reason): .revoked(by: by, reason: reason)
            case .output(let limit, let observed): .output(limit: limit, observed: observed)
            case .shutdown: .shutdown
            }
        if let cell = cells.values.first(where: { $0.request?.session == order.session }) {
            perform(cell.lifecycle.end(cause, immediately: order.immediately), on: cell)
        }
        for launch in takeWaiting({ $0.request.session == order.session }) { report(launch.request, endedBy: cause) }
        for launch in takeParked({ $0.request.session == order.session }) { report(launch.request, endedBy: cause) }
    }

    private func reload() {
        do throws(WardenError) {
            try loadProfiles()
            _ = try trust.current()
            announce()
        } catch {
            tell(.reloadFailed("\(error)"))
        }
    }

    /// Tells the daemon what this host offers and which profiles are in force.
    func announce() {
        tell(.ready(describe()))
    }

    /// Looks for changes of the trust files and of every interpreter; a launch checks only its own interpreter.
    private func look() {
        _ = closures()
        noticeChanges(trust: try? trust.current().digest)
    }

    /// Tells the daemon if the trust files or an interpreter are not what it was told last.
    ///
    /// - Parameter found: The digest of the trust files as just read; `nil` when they cannot be trusted.
    func noticeChanges(trust found: Digest?) {
        guard found != announcedTrust || interpreters.haveChanged else { return }
        tell(.changed(describe()))
    }

    private func describe() -> WardenDescription {
        let description = currentDescription
        interpreters.announced()
        announcedTrust = description.trust
        return description
    }

    /// What this host offers now, and the profiles in force, without noting that the daemon was told.
    var currentDescription: WardenDescription {
        WardenDescription(
            cgroupVersion: host.version.rawValue,
            facts: facts,
            profiles: profiles.values.map(\.profile).sorted { $0.name < $1.name },
            closures: closures(),
            trust: try? trust.current().digest,
            leftovers: leftovers
        )
    }

    private func closures() -> [RuntimeName: [RuntimeClosure]] {
        var closures: [RuntimeName: [RuntimeClosure]] = [:]
        for profile in profiles.values.sorted(by: { $0.profile.name < $1.profile.name }) {
            for name in profile.profile.runtimes.keys {
                if let closure = interpreters.closure(of: name, in: profile) {
                    closures[name, default: []].append(closure)
                }
            }
        }
        return closures
    }

    private var trustFact: String {
        do throws(WardenError) {
            return "\(try trust.current().digest) in \(options.trustDirectory.excerpt(200))"
        } catch {
            return "unreadable, every launch is refused: \(error)".excerpt(500)
        }
    }

    private var facts: [Control] {
        var facts = [
            Control("kernel", KernelRelease.current),
            Control("cgroup", host.version.rawValue),
            Control("landlock", landlock > 0 ? "abi \(landlock)" : "not offered by this kernel"),
            Control("user_ids", identities.range),
            Control("network_namespaces", "at most \(NetworkSupply.bound), alive or not freed yet"),
            Control("profiles", options.profileDirectory), Control("trust", trustFact),
            Control("verifier", options.verifier), Control("revoked_digests", revocations.summary),
        ]
        facts += HostSettings.facts
        if !leftovers.isEmpty {
            facts.append(Control("left_behind", "not gone: \(leftovers.joined(separator: "; "))".excerpt(500)))
        }
        for tree in host.trees {
            let names = tree.controllers.map(\.rawValue).joined(separator: ",")
            facts.append(Control("cgroup.\(names.isEmpty ? "membership" : names)", tree.path))
        }
        return facts
    }

    /// How long the end of all cells is waited for; the next daemon waits ten seconds for this warden.
    private static let patienceWithEnds: Duration = .seconds(4)

    /// Ends every session and removes what is left of it, because the daemon is gone or broke the protocol.
    func abandon() {
        _ = takeWaiting { _ in true }
        _ = takeParked { _ in true }
        for cell in cells.values { perform(cell.lifecycle.end(.shutdown, immediately: true), on: cell) }
        let deadline = Instant.now + Self.patienceWithEnds
        for cell in cells.values {
            let rest = (deadline.nanoseconds - Instant.now.nanoseconds) / 1_000_000
            _ = try? cell.process.wait(atMost: CInt(clamping: max(0, rest)))
            if let collection = cell.collector { reaper.end(collection.child) }
        }
        cells = [:]
        Sweep.report(Sweep.run(host))
        host.remove()
    }
}
