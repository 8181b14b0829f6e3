internal import Yams

extension YAMLElement {
    /// Whether the value has neither an anchor nor a tag, which are reported.
    ///
    /// Every alias needs an anchor, so that this refuses both.
    var isPlainYAML: Bool {
        if hasAnchor {
            report("anchors and aliases are not supported; write the value out")
            return false
        }
        if hasTag {
            report("tags are not supported; write the plain value")
            return false
        }
        return true
    }

    private var hasAnchor: Bool {
        switch node {
        case .scalar(let scalar): scalar.anchor != nil
        case .mapping(let mapping): mapping.anchor != nil
        case .sequence(let sequence): sequence.anchor != nil
        case .alias: true
        }
    }

    private var hasTag: Bool {
        switch node {
        case .scalar(let scalar):
            // Yams gives a quoted scalar the tag of a string.
            ![Tag.Name.implicit.rawValue, Tag.Name.str.rawValue].contains(scalar.tag.rawValue)
                || (scalar.style == .plain && scalar.tag.rawValue == Tag.Name.str.rawValue)
        case .mapping(let mapping): mapping.tag.rawValue != Tag.Name.implicit.rawValue
        case .sequence(let sequence): sequence.tag.rawValue != Tag.Name.implicit.rawValue
        case .alias: false
        }
    }
}
