/// A mistake in the arguments of a call, which is reported to the model.
struct CallFault: Error {
    var detail: String
}
