internal import Logging
internal import MayflyServer
internal import MayflyService
internal import ServiceLifecycle
internal import UnixSignals

/// Serves the warden's messages, and at a graceful stop ends every session first; says outside when either begins.
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
            // Whichever is first: the warden has ended, or everything was drained.
            try await group.next()
            group.cancelAll()
        }
    }
}

/// Answers requests until the warden's link has ended: callers learn how their sessions ended.
struct RequestServer: Service, CustomStringConvertible {
    let server: SocketServer
    var description: String { "requests" }

    func run() async throws {
        try await server.run(until: { try? await gracefulShutdown() })
    }
}

/// Reads the profiles again at every SIGHUP.
struct ReloadOnSignal: Service, CustomStringConvertible {
    let service: MayflyService
    let logger: Logger
    var description: String { "reload" }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                // Not one after the other: signals that come while one is answered share the next reload.
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
