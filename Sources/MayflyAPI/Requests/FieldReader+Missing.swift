extension FieldReader {
    /// Whether a member is missing or null; a member of the wrong type is not missing.
    func isMissing(_ name: String) -> Bool {
        var reader = self
        return reader.value(name) == nil
    }

    /// Notes that a required member is missing.
    func require(_ name: String) {
        if isObject, isMissing(name) { faults.add(pointer(to: name), "is missing") }
    }
}
