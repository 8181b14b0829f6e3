extension Caller {
    /// Throws why the caller may submit no session at all.
    ///
    /// - Parameter isReview: Whether it would be one of a reviewer, of what is not approved.
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
