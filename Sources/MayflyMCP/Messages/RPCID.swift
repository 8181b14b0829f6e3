internal import MayflyJSON

/// What an answer belongs to.
struct RPCID: Hashable {
    let json: JSON

    /// - Returns: `nil` when it is neither a string nor a whole number.
    init?(_ json: JSON?) {
        guard let json, json.text != nil || json.integer != nil else { return nil }
        self.json = json
    }

    /// Byte for byte: what Unicode calls the same is another id.
    static func == (left: RPCID, right: RPCID) -> Bool {
        left.json.compactText.utf8.elementsEqual(right.json.compactText.utf8)
    }

    func hash(into hasher: inout Hasher) { hasher.combine(Array(json.compactText.utf8)) }
}
