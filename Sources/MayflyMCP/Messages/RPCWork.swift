/// A request that is being worked on.
struct RPCWork {
    /// Tells it from an earlier request with its id, whose task may not have ended since it was cancelled.
    let number: Int
    /// The batch that its answer belongs to.
    let batch: Int?
    let task: Task<Void, Never>
}
