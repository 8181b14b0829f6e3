internal import MayflyCore
internal import MayflyJSON

/// One message from the client.
enum RPCMessage {
    case request(RPCRequest)
    case notification(method: String, parameters: JSON)
    /// An answer to a request that the server never sent; it is ignored.
    case answer

    /// Reads a message.
    ///
    /// - Throws: The error to answer with, and the message's id if it has one.
    init(_ json: JSON) throws(Fault) {
        guard case .object = json, json["jsonrpc"]?.text == "2.0" else {
            throw Fault(error: .noObject, id: RPCID(json["id"]))
        }
        let parameters = json["params"] ?? .object([])
        guard let method = json["method"]?.text else {
            guard json["result"] != nil || json["error"] != nil else {
                throw Fault(error: .invalid("there is no method"), id: RPCID(json["id"]))
            }
            self = .answer
            return
        }
        guard json.members.contains(where: { $0.name.hasBytes(of: "id") }) else {
            self = .notification(method: method, parameters: parameters)
            return
        }
        guard let id = RPCID(json["id"]) else {
            throw Fault(error: .invalid("an id is a string or a whole number"), id: nil)
        }
        guard case .object = parameters else { throw Fault(error: .parameters("params must be an object"), id: id) }
        self = .request(RPCRequest(id: id, method: method, parameters: parameters))
    }

    /// Why something is not a message.
    struct Fault: Error {
        var error: RPCError
        var id: RPCID?
    }
}
