import MayflyJSON
import Testing

@testable import MayflyServer

/// The API's own document, as far as it says which answers an operation has.
struct APIDocument: Sendable {
    /// The document as the daemon gives it out.
    static let current = APIDocument((try? JSONReader.read(MayflyServer.PackageResources.openapi_json)) ?? .null)

    /// Names in a path that may have slashes.
    private static let open = ["{script}", "{file}", "{artifact}"]

    private let json: JSON

    init(_ json: JSON) { self.json = json }

    /// Fails the test that got an answer which the document does not have.
    static func check(_ reply: RawReply, to method: String, _ target: String) {
        if let objection = current.objection(to: reply, method, target) { Issue.record("\(objection)") }
    }

    /// Every operation that the document has: a method, and a path with names in braces.
    var operations: [(method: String, path: String)] {
        var operations: [(method: String, path: String)] = []
        for path in json["paths"]?.members ?? [] {
            for method in path.value.members { operations.append((method.name.uppercased(), path.name)) }
        }
        return operations
    }

    /// What is answered where there is no operation.
    private static let absences: Set = ["no_such_path", "method_not_allowed"]

    /// Why an answer is none that the document has; `nil` when it is, and where it says that there is no such operation.
    ///
    /// - Parameter target: A path with its query.
    func objection(to reply: RawReply, _ method: String, _ target: String) -> String? {
        guard reply.status != 0 else { return nil }
        guard let responses = responses(to: method, target) else {
            let isAbsent = reply.code.map { Self.absences.contains($0) } ?? false
            return isAbsent ? nil : "\(method) \(target) answers \(reply.status), and openapi.json does not have it"
        }
        guard let response = responses["\(reply.status)"] else {
            return "\(method) \(target) answers \(reply.status) \(reply.code ?? ""), which openapi.json does not say"
        }
        guard let code = reply.code, reply.status >= 400, let codes = codes(of: response) else { return nil }
        return codes.contains(code) ? nil : "openapi.json does not know \(code) for \(reply.status)"
    }

    /// A path's parts, those with nothing in them too: `//healthz` is another path than `/healthz`.
    private static func parts(_ path: Substring) -> [Substring] {
        path.split(separator: "/", omittingEmptySubsequences: false)
    }

    /// What the document says of an operation, which `HEAD` shares with `GET`; `nil` when it has none.
    private func responses(to method: String, _ target: String) -> JSON? {
        let path = Self.parts(target.prefix { $0 != "?" })
        let fitting = (json["paths"]?.members ?? []).filter {
            Self.matches(Self.parts($0.name[...])[...], path[...])
        }
        // The path that says most itself is the one that is meant.
        let meant = fitting.max { Self.literals(in: $0.name) < Self.literals(in: $1.name) }
        return meant?.value[method == "HEAD" ? "get" : method.lowercased()]?["responses"]
    }

    private static func literals(in template: String) -> Int {
        template.split(separator: "/").count { !$0.hasPrefix("{") }
    }

    private static func matches(_ template: ArraySlice<Substring>, _ path: ArraySlice<Substring>) -> Bool {
        guard let first = template.first, !path.isEmpty else { return template.isEmpty && path.isEmpty }
        let rest = template.dropFirst()
        if open.contains(String(first)) { return (1...path.count).contains { matches(rest, path.dropFirst($0)) } }
        return (first.hasPrefix("{") || first == path.first) && matches(rest, path.dropFirst())
    }

    /// The codes of a response that is a problem; `nil` when it is something else.
    private func codes(of response: JSON) -> Set<String>? {
        let name = response["$ref"]?.text?.split(separator: "/").last.map(String.init)
        let whole = name.flatMap { json["components"]?["responses"]?[$0] } ?? response
        let parts = whole["content"]?["application/problem+json"]?["schema"]?["allOf"]?.elements ?? []
        let codes = parts.compactMap { $0["properties"]?["code"]?["enum"] }.first?.elements
        return codes.map { Set($0.compactMap(\.text)) }
    }
}
