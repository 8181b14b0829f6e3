internal import Logging
internal import MayflyServer
internal import MayflyService
internal import ServiceLifecycle
internal import UnixSignals

/// Handles the warden's messages, and ends every session at a graceful stop; announces the ready and the stopping daemon.
struct WardenLink: Service, CustomStringConvertible {
    let service: MayflyService
    let notice: StateNotice
    var description: String { "warden" }

    func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await service.run { notice.isReady() } }
            group.addTask {
                try? await gracefulShutdown()
                guard !Task.isCancelled else { return }
                notice.isStopping()
                await service.drain()
            }
            // Whichever comes first: the warden has ended, or everything is drained.
            try await group.next()
            group.cancelAll()
        }
    }
}

/// Answers requests until the warden's link has ended, so that callers learn how their sessions ended.
struct RequestServer: Service, CustomStringConvertible {
    let server: SocketServer
    var description: String { "requests" }

    func run() async throws {
        try await server.run(until: { try? await gracefulShutdown() })
    }
}

/// Reloads the profiles at every SIGHUP.
struct ReloadOnSignal: Service, CustomStringConvertible {
    let service: MayflyService
    let logger: Logger
    var description: String { "reload" }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                // In parallel, so that signals during a reload share the next one.
                for await _ in await UnixSignalsSequence(trapping: .sighup) { group.addTask { await reload() } }
            }
        }
    }

    private func reload() async {
        do throws(ServiceError) {
            _ = try await service.reload()
        } catch {
            logger.error("profiles were not read again", metadata: ["error": "\(error.sentence)"])
        }
    }
}
