/// What a session's time goes into, in its order.
package enum SessionStage: String, CaseIterable, Hashable, Sendable {
    case queue
    case launch
    case setUp = "set_up"
    case run
    case collect
    case destroy
}
