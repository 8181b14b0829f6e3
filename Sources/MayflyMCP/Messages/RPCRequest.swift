internal import MayflyJSON

/// A request from a client.
struct RPCRequest {
    var id: RPCID
    var method: String
    var parameters: JSON

    /// The client's metadata.
    var meta: JSON? { parameters["_meta"] }
}
