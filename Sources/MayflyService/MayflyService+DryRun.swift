internal import MayflyBundle
internal import MayflyCore
internal import MayflyStore

extension MayflyService {
    /// The outcome of a submission if it came now; nothing is kept, and nothing runs.
    ///
    /// Whether the warden would refuse the interpreter follows from its last report.
    ///
    /// - Throws: What is wrong with the request itself, and failures of the store; a refusal by a rule is an answer.
    package func tryOut(_ request: SubmitRequest, by caller: Caller) async throws(ServiceError) -> SubmissionTrial {
        try caller.checkMaySubmit(isReview: request.review != nil)
        let request = try withInputs(request, caller)
        try RequestRule.checkForm(request)
        var admission = SubmissionTrial()
        do throws(ServiceError) {
            let profile = try profile(named: request.profile)
            admission.profile = profile.name
            let subject = try await resolve(request.subject, under: profile, for: caller)
            (admission.digest, admission.name, admission.runtime) = (subject.digest, subject.name, subject.runtime)
            let (_, limits, permit) = try await admit(request, subject, under: profile)
            var record = SessionRecord(request, subject, profile, caller)
            record.limits = limits
            _ = try await checkWorkspace(request.workspace, for: record, under: profile, caller)
            try agents.check(record, tagged: subject.description?.tags ?? [])
            try await director.check(inputBytes: request.inputBytes, lane: QueueLane(record))
            if let refusal = permit.refusal(as: subject.name, under: profile.name) { throw refusal }
            admission.limits = limits
            admission.budget = await director.standing(of: HostShare(limits))
        } catch {
            switch error {
            case .invalid, .invalidBundle, .invalidArguments, .cancelled, .storage, .internal: throw error
            default: admission.refusal = error
            }
        }
        return admission
    }
}
