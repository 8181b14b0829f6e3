internal import MayflyJSON

/// Something that a client asks.
struct RPCRequest {
    var id: RPCID
    var method: String
    var parameters: JSON

    /// What the client says besides.
    var meta: JSON? { parameters["_meta"] }
}
