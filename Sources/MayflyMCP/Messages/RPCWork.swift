/// A request in progress.
struct RPCWork {
    /// Tells it from an earlier request with the same id, whose task may not have ended since it was cancelled.
    let number: Int
    /// The batch to which its answer belongs.
    let batch: Int?
    let task: Task<Void, Never>
}
