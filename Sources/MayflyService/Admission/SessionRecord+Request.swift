internal import MayflyCore
internal import MayflyStore

extension SessionRecord {
    /// Makes the record of a new request, with the profile's own limits.
    init(_ request: SubmitRequest, _ subject: SubmitSubject, _ profile: Profile, _ caller: Caller) {
        self.init(
            id: .new(),
            scriptName: subject.name,
            digest: subject.digest,
            runtime: subject.runtime,
            profile: profile.name,
            limits: profile.limits,
            caller: caller.identity,
            requestID: request.requestID,
            createdAt: .now
        )
        self.arguments = request.arguments
        self.environmentNames = request.environment.map(\.name)
        self.labels = request.labels
        self.traceparent = request.traceparent
        self.endsWithClient = request.endsWithClient ? true : nil
        self.review = request.review
        // A reviewer's trial is not charged to an agent.
        self.agent = request.review == nil ? caller.agent : nil
    }

    /// The files that an admitted session reads, by name, size and digest.
    static func inputs(of request: SubmitRequest) -> [FileRecord] {
        let input = request.input.map { [InputFile(path: "<stdin>", content: .bytes($0))] } ?? []
        return (request.inputs + input).map(\.record)
    }
}
