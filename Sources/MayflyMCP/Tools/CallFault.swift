/// A mistake in the arguments of a call, told to the model.
struct CallFault: Error {
    var detail: String
}
