/// A wallet's signed wish for trace tokens, in base64url.
public struct TraceTokensBody: Codable, Hashable, Sendable {
    public let request: String

    public init(request: String) { self.request = request }
}

/// The tokens that the registrar signed, in base64url, in the order of the keys of the wish.
public struct IssuedTokensBody: Codable, Hashable, Sendable {
    public let tokens: [String]

    public init(tokens: [String]) { self.tokens = tokens }
}
