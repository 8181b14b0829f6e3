internal import HTTPTypes
internal import HummingbirdCore
internal import MayflyAPI
internal import MayflyService

/// A request, parsed as far as every route needs it.
struct Asked: Sendable {
    let route: Route
    let request: Request
    let content: RequestContent
    let id: String
    let caller: Caller
    /// The sessions that are killed if the connection ends first.
    let ties: ClientTies

    /// Whether the client has the content that a tag names.
    func knows(_ tag: EntityTag) -> Bool { tag.isKnown(to: request.headers[values: .ifNoneMatch]) }

    func query() throws(RequestFaults) -> RequestQuery {
        try RequestQuery(request.uri.query ?? "", known: route.parameters, repeated: route.repeatedParameters)
    }
}
