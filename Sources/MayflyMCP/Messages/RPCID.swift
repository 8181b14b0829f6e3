internal import MayflyJSON

/// What an answer belongs to.
struct RPCID: Hashable {
    let json: JSON

    /// - Returns: `nil` when it is neither a string nor a whole number.
    init?(_ json: JSON?) {
        guard let json, json.text != nil || json.integer != nil else { return nil }
        self.json = json
    }
}
