internal import HTTPTypes
internal import HummingbirdCore
internal import Logging
internal import MayflyAPI
internal import MayflyCore
internal import MayflyJSON
internal import MayflyService
internal import WardenProtocol

extension RequestHandler {
    /// Calls the service for a route, and turns its answer or its refusal into a response.
    ///
    /// Work that may take long runs on no thread that connections wait for.
    func respond(_ asked: Asked) async throws(ProblemReply) -> Response {
        let isBrief = asked.route.isBrief && asked.content.isSmall
        do {
            return try await withTaskExecutorPreference(isBrief ? nil : globalConcurrentExecutor) {
                try await dispatch(asked)
            }
        } catch let problem as ProblemReply {
            throw problem
        } catch let error as ServiceError {
            throw ProblemReply(error)
        } catch let faults as RequestFaults {
            throw ProblemReply(faults)
        } catch {
            logger.error("a request failed", metadata: ["request": "\(asked.id)", "error": "\(error)"])
            throw ProblemReply(.internal("the daemon could not answer; its log has more under \(asked.id)"))
        }
    }

    private func dispatch(_ asked: Asked) async throws -> Response {
        let query = try asked.query()
        switch asked.route {
        case .health: return Self.health
        case .readiness: return await readiness(for: asked.caller)
        case .versions: return await versions()
        case .openAPI: return Self.openAPI
        case .metrics: return try await metrics(asked)
        case .listSessions, .submit, .session, .forget, .kill, .stats, .logs, .events, .artifacts, .artifact:
            return try await respondAboutSessions(asked, query)
        case .listScripts, .propose, .script, .listVersions, .version, .versionFile, .versionArchive, .versionManifest,
            .versionApprovals:
            return try await respondAboutScripts(asked, query)
        case .listEvents: return try await daemonEvents(asked, query)
        case .statement, .listApprovals, .approve, .approval, .reject, .deprecate, .revoke, .trust:
            return try await respondAboutApprovals(asked, query)
        case .receipt, .audit, .auditCheckpoint, .auditHistory, .auditProof, .auditConsistency:
            return try await respondAboutAudit(asked, query)
        // An upload has no JSON body, and is answered before this.
        case .upload: throw ProblemReply.malformedBody
        case .listAgents, .agent, .usage: return try await respondAboutAgents(asked, query)
        case .listWorkspaces, .createWorkspace, .workspace, .deleteWorkspace:
            return try await respondAboutWorkspaces(asked)
        case .listProfiles:
            return Response(.object(["items": .array(try await service.profiles().map(ProfileReply.json))]))
        case .profile(let name): return Response(ProfileReply.json(try await service.profile(name)))
        case .doctor: return try await doctor(asked)
        case .reload:
            _ = try await asked.content.read(EmptyRequest.init)
            let description = try await service.reload(by: asked.caller)
            let names = description.profiles.map(\.name.text).sorted()
            return Response(.object(["profiles": .strings(names), "advice": .strings(service.profileAdvice)]))
        }
    }

    /// Whether the daemon can run sessions; only callers with a role see the reasons and the counts.
    private func readiness(for caller: Caller) async -> Response {
        let checks = await service.readiness()
        let isReady = checks.allSatisfy(\.isHolding)
        let items = checks.map { check in
            JSON.object([
                "name": .string(check.name), "ok": .bool(check.isHolding),
                "detail": .string(caller.roles.isEmpty ? "" : check.detail),
            ])
        }
        return Response(
            .object(["ready": .bool(isReady), "checks": .array(items)]),
            status: isReady ? .ok : .serviceUnavailable
        )
    }

    private func versions() async -> Response {
        let description = try? await service.description()
        return Response(
            .record([
                "version": .string(version),
                "api": .string("v1"),
                "kernel": description?.facts.first { $0.name == "kernel" }.map { .string($0.value) },
                "cgroup": description.map { .string($0.cgroupVersion) },
            ])
        )
    }

    private func doctor(_ asked: Asked) async throws -> Response {
        _ = try await asked.content.read(EmptyRequest.init)
        let names = try await service.description().profiles.map(\.name).sorted()
        guard let name = names.first(where: { $0.text == "standard" }) ?? names.first else {
            throw ServiceError.notReady("there is no profile")
        }
        let report = try await service.canary(under: name, by: asked.caller)
        // Read the facts last, because the warden may have reported changes meanwhile.
        let facts = try await service.description().facts
        return Response(
            .object([
                "facts": .array(facts.map(ReportReply.control)),
                "canary": ReportReply.canary(report),
                "advice": .strings(
                    HostAdvice.lines(canary: report.verdict, facts: facts) + service.trustAdvice + service.profileAdvice
                ),
            ])
        )
    }
}
