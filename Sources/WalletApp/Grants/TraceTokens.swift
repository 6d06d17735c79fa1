/// Where a wallet takes the one-time tokens from by which the registrar finds a holder, for a regulator alone.
public protocol TraceTokens: Sendable {
    /// A token that is never taken again; nil when the wallet has none.
    func take() async throws -> [UInt8]?
}

/// A wallet whose registrar has given it no tokens: its trace packets are empty, and whoever asks sees that.
public struct WithoutTraceTokens: TraceTokens {
    public init() {}

    public func take() async throws -> [UInt8]? { nil }
}
