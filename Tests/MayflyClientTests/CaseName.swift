/// The name of an error's case: what it is, not what it says.
func caseName(of error: any Error) -> String {
    Mirror(reflecting: error).children.first?.label ?? "\(error)"
}
