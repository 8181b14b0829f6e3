extension FieldReader {
    /// Whether a member is not there, or null; a member of the wrong type is there.
    func isMissing(_ name: String) -> Bool {
        var reader = self
        return reader.value(name) == nil
    }

    /// Notes that a member which must be there is not.
    func require(_ name: String) {
        if isObject, isMissing(name) { faults.add(pointer(to: name), "is missing") }
    }
}
