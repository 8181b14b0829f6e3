extension Caller {
    /// Throws if the caller may submit no session at all.
    ///
    /// - Parameter isReview: Whether it would be a reviewer's trial of a version that is not approved.
    func checkMaySubmit(isReview: Bool) throws(ServiceError) {
        if isReview {
            guard isApprover else { throw .forbidden("only approvers may try what is not approved") }
        } else {
            guard isAgent else {
                let who = isNamedOnly ? "agents that the operator has named" : "agents and operators"
                throw .forbidden("only \(who) may submit sessions")
            }
        }
    }
}
