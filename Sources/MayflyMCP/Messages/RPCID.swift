internal import MayflyJSON

/// The identifier that connects an answer with its request.
struct RPCID: Hashable {
    let json: JSON

    /// - Returns: `nil` when it is neither a string nor a whole number.
    init?(_ json: JSON?) {
        guard let json, json.text != nil || json.integer != nil else { return nil }
        self.json = json
    }

    /// Compares byte for byte, because two strings that Unicode calls equal are different ids.
    static func == (left: RPCID, right: RPCID) -> Bool {
        left.json.compactText.utf8.elementsEqual(right.json.compactText.utf8)
    }

    func hash(into hasher: inout Hasher) { hasher.combine(Array(json.compactText.utf8)) }
}
