extension Unicode.Scalar {
    /// Whether people do not see this scalar, or see others in a different order because of it.
    ///
    /// These are control characters beyond ASCII, line separators, and everything that Unicode says to hide where it has no effect:
    /// joiners, fillers, variation selectors, tags, and the marks that change the direction of text.
    package var isUnseen: Bool {
        switch value {
        case 0x80..<0xa0, 0x2028, 0x2029: true
        default: properties.generalCategory == .format || properties.isDefaultIgnorableCodePoint
        }
    }
}
