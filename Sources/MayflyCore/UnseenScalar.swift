extension Unicode.Scalar {
    /// Whether people do not see this scalar, or see the others in another order because of it.
    ///
    /// Control characters but those of ASCII, line separators, and what Unicode says to show as nothing where it has no
    /// effect: joiners, fillers, variation selectors, tags, and the marks that turn the direction of text.
    package var isUnseen: Bool {
        switch value {
        case 0x80..<0xa0, 0x2028, 0x2029: true
        default: properties.generalCategory == .format || properties.isDefaultIgnorableCodePoint
        }
    }
}
