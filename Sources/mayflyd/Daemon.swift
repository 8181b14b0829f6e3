internal import Logging
internal import MayflyServer
internal import MayflyService
internal import ServiceLifecycle
internal import UnixSignals
internal import WardenClient

/// The service and the server, from their start to their graceful end.
struct Daemon: Sendable {
    private let stateDirectory: String
    private let socketPath: String
    private let listener: Int32
    private let configuration: ServiceConfiguration
    private let limits: ServerLimits
    private let roles: RoleRule
    private let warden: WardenClient
    private let notice: StateNotice
    private let logger: Logger

    init(_ started: StartedDaemon, warden: WardenClient, logger: Logger) {
        stateDirectory = started.options.stateDir
        socketPath = "\(started.options.runDir)/mayfly.sock"
        listener = started.listener
        configuration = ServiceConfiguration(
            started.settings,
            file: started.settingsFile,
            budget: started.budget,
            profiles: started.profiles,
            trustDirectory: started.options.trustDir,
            agents: started.options.agents
        )
        limits = ServerLimits(started.settings)
        roles = RoleRule(
            operators: started.roles.operators,
            approvers: started.roles.approvers,
            agents: started.roles.agents,
            auditors: started.roles.auditors
        )
        self.warden = warden
        notice = StateNotice(manager: started.manager, logger: logger)
        self.logger = logger
    }

    /// Runs until a signal comes or the warden ends; returns the process's exit status.
    func run() async -> Int32 {
        do {
            let service = try await MayflyService.open(
                stateDirectory: stateDirectory,
                configuration: configuration,
                warden: warden,
                logger: logger
            )
            try await serve(service)
            logger.notice("stopped")
            return 0
        } catch let error as ServiceError {
            logger.critical("\(error.sentence)")
        } catch {
            logger.critical("ended by an error", metadata: ["error": "\(error)"])
        }
        return 1
    }

    private func serve(_ service: MayflyService) async throws {
        let handler = RequestHandler(service: service, limits: limits, version: DaemonVersion.text, logger: logger)
        let server = SocketServer(descriptor: listener, handler: handler, roles: roles, limits: limits, logger: logger)
        logger.notice("listening", metadata: ["socket": "\(socketPath)"])
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [
                    .init(service: RequestServer(server: server)),
                    .init(service: MemoryReturn()),
                    .init(service: ReloadOnSignal(service: service, logger: logger)),
                    // Services stop in reverse order, so that clients still learn how their sessions end.
                    .init(
                        service: WardenLink(service: service, notice: notice),
                        successTerminationBehavior: .gracefullyShutdownGroup
                    ),
                ],
                gracefulShutdownSignals: [.sigterm, .sigint],
                logger: logger
            )
        )
        try await group.run()
    }
}
