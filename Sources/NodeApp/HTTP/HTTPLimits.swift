/// What the HTTP server bears, beside the limits that the node itself keeps.
public struct HTTPLimits: Hashable, Sendable {
    /// Most bytes of request bodies in memory at once, all requests together.
    public var maxIncomingBytes = 128 << 20
    /// Most bytes of path and query.
    public var maxURLBytes = 2_048
    /// Most bytes of all headers of a request.
    public var maxHeaderBytes = 16_384
    /// How long a connection may be idle, or take for its headers, in seconds.
    public var idleSeconds = 60
    /// How long a request's body may take to arrive, in seconds.
    public var bodySeconds = 60
    /// How often an event stream without events says that it is alive, in seconds.
    public var keepAliveSeconds = 15
    /// Most addresses whose request rates are remembered.
    public var maxRatedClients = 10_000

    public init() {}
}
