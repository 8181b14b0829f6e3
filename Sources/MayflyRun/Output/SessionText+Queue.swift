package import MayflyClient
internal import MayflyJSON

extension SessionText {
    /// The place of a queued session and the daemon's estimate of its wait; `nil` for a session that does not wait.
    package static func waiting(of session: SessionReply) -> String? {
        guard let queue = session.json["queue"], let position = queue["position"]?.integer else { return nil }
        let wait = queue["predicted_wait_ms"]?.double.map { ", for about \(Amount.duration(milliseconds: $0))" } ?? ""
        let isBudget = queue["waits_for_budget"]?.bool == true
        return "place \(position) in the queue\(wait)" + (isBudget ? ", until memory or processors are free" : "")
    }
}
