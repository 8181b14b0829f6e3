internal import MayflyAPI
package import MayflyClient
internal import MayflyJSON

extension SessionText {
    /// What happened to the workspace, for `inspect`; empty when the session had none.
    package static func workspace(of session: SessionReply) -> [String] {
        guard let use = session.json["workspace"], use != .null else { return [] }
        let words = [use["name"]?.text, use["id"]?.text, use["outcome"]?.text].compactMap { $0 }
        let states = ["before", "after"].compactMap { name in use[name]?.text.map { "\(name) \($0)" } }
        return [words.joined(separator: "  ")] + states + reasons(use)
    }

    /// Why the workspace still holds its earlier content; `nil` when it holds the content that the session left.
    package static func workspaceLoss(of session: SessionReply) -> String? {
        guard let use = session.json["workspace"], let outcome = use["outcome"]?.text, outcome != "kept" else {
            return nil
        }
        let why = reasons(use).prefix(3).joined(separator: "; ")
        return Escape.line("workspace \(use["name"]?.text ?? "") holds what it held before: \(why)")
    }

    private static func reasons(_ use: JSON) -> [String] {
        let refused = use["refused"]?.elements ?? []
        return [use["reason"]?.text].compactMap { $0 }
            + refused.map { "\($0["name"]?.text ?? ""): \($0["reason"]?.text ?? "")" }
    }
}
