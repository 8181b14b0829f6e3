internal import MayflyCore
internal import MayflyStore
internal import WardenClient
internal import WardenProtocol

extension LaunchOrder {
    /// The order for a session that is admitted.
    init(_ session: LiveSession, admission: Admission, bundle: [ArchiveFile]) {
        let request = session.request
        let launch = LaunchRequest(
            session: session.id,
            profile: session.profile.name,
            work: .bundle(session.digest, admission.statement.signed),
            limits: session.record.limits,
            isReview: session.record.review != nil,
            arguments: request.arguments,
            environment: request.environment.map { LaunchRequest.Variable($0.name, $0.value) },
            hasInput: request.input != nil,
            hasFiles: !request.inputs.isEmpty,
            isHeld: true
        )
        self.init(
            request: launch,
            bundle: bundle,
            input: request.input,
            files: request.inputs.map(\.archived)
        )
    }
}
