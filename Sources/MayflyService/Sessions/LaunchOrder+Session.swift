internal import MayflyCore
internal import MayflyStore
internal import WardenClient
internal import WardenProtocol

extension LaunchOrder {
    /// Makes the order for an admitted session.
    ///
    /// - Parameter workspace: The initial content of `/work`; `nil` when it belongs to no workspace.
    init(_ session: LiveSession, admission: Admission, bundle: [ArchiveFile], workspace: [ArchiveFile]? = nil) {
        let request = session.request
        let launch = LaunchRequest(
            session: session.id,
            profile: session.profile.name,
            work: .bundle(session.digest, admission.statement.signed),
            limits: session.look { $0.limits },
            isReview: session.look { $0.review != nil },
            arguments: request.arguments,
            environment: request.environment,
            hasInput: request.input != nil,
            hasFiles: !request.inputs.isEmpty,
            isHeld: true,
            workspace: workspace.map { $0.isEmpty ? .empty : .files } ?? .none
        )
        self.init(
            request: launch,
            bundle: bundle,
            input: request.input,
            files: request.inputs.map(\.archived),
            workspace: workspace ?? []
        )
    }
}
