internal import Hummingbird
internal import RelyingAPI
internal import Signing

/// What may be asked in the query of each operation, as the contract says.
enum ContractQueries {
    /// By method and path.
    static let known: [String: Set<String>] = {
        guard let contract = try? JSONValue(parsing: PackageResources.openapi_json, maxByteCount: 8 << 20) else {
            return [:]
        }
        var known: [String: Set<String>] = [:]
        for (path, item) in contract.members("paths") {
            for (method, operation) in item.members { known[key(method.uppercased(), path)] = names(of: operation) }
        }
        return known
    }()

    static func key(_ method: String, _ path: String) -> String { "\(method) \(path)" }

    private static func names(of operation: JSONValue) -> Set<String> {
        guard case .object(let object) = operation, case .array(let parameters)? = object["parameters"] else {
            return []
        }
        return parameters.reduce(into: []) { names, parameter in
            guard case .object(let parameter) = parameter, parameter["in"] == "query",
                case .string(let name)? = parameter["name"]
            else { return }
            names.insert(name)
        }
    }
}

/// Refuses a query with a name that the operation does not know, or with one twice: it would be answered as if nobody
/// had asked it.
struct StrictQueries<Context: RequestContext>: RouterMiddleware {
    func handle(
        _ request: Hummingbird.Request, context: Context,
        next: (Hummingbird.Request, Context) async throws -> Response
    ) async throws -> Response {
        let method = request.method == .head ? "GET" : request.method.rawValue
        if let known = ContractQueries.known[
            ContractQueries.key(method, context.endpointPath ?? "")],
            request.uri.path.hasPrefix("/api/")
        {
            var seen: Set<String> = []
            for (name, _) in request.uri.queryParameters {
                guard known.contains(String(name)) else {
                    throw RelyingProblem.badBody("\(name.prefix(40)) is no parameter of \(request.uri.path)")
                }
                guard seen.insert(String(name)).inserted else {
                    throw RelyingProblem.badBody("\(name.prefix(40)) stands twice")
                }
            }
        }
        return try await next(request, context)
    }
}

extension JSONValue {
    fileprivate var members: [(name: String, value: JSONValue)] {
        guard case .object(let object) = self else { return [] }
        return object.members.map { ($0.name, $0.value) }
    }

    fileprivate func members(_ name: String) -> [(name: String, value: JSONValue)] {
        guard case .object(let object) = self else { return [] }
        return object[name]?.members ?? []
    }
}
