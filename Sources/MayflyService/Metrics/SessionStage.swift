/// The stages that a session's time is divided into, in their order.
package enum SessionStage: String, CaseIterable, Hashable, Sendable {
    case queue
    case launch
    case setUp = "set_up"
    case run
    case collect
    case destroy
}
