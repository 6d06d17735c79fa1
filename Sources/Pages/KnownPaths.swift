public import Hummingbird

/// The patterns of all routes: they tell a wrong method from a wrong path.
public struct KnownPaths: Sendable {
    private let routes: [(pattern: [Substring], method: String)]

    /// The routes that a router has now.
    public init(_ router: Router<some RequestContext>) {
        routes = router.routes.map { route in
            (route.path.description.split(separator: "/"), route.method.rawValue)
        }
    }

    /// The methods that this path takes; empty when nothing stands there.
    public func methods(at path: String) -> [String] {
        let parts = path.split(separator: "/")
        let methods = routes.filter { KnownPaths.matches($0.pattern, parts) }.map(\.method)
        return Set(methods + (methods.contains("GET") ? ["HEAD"] : [])).sorted()
    }

    private static func matches(_ pattern: [Substring], _ parts: [Substring]) -> Bool {
        for (index, component) in pattern.enumerated() {
            if component == "**" { return parts.count > index }
            guard index < parts.count else { return false }
            guard component.hasPrefix("{") || component == parts[index] else { return false }
        }
        return parts.count == pattern.count
    }
}
