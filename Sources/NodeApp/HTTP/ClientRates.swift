internal import Glibc
internal import NIOCore
internal import Synchronization

/// Who counts as one client: an IPv4 address, or the /64 that a line with IPv6 has for itself.
package enum ClientAddress: Hashable, Sendable {
    case v4(UInt64)
    case v6(UInt64)
    /// A local socket, or no connection at all.
    case unknown

    init(_ address: SocketAddress?) {
        switch address {
        case .v4: self = .v4(ClientAddress.number(address, from: 4, count: 4))
        case .v6: self = .v6(ClientAddress.number(address, from: 8, count: 8))
        case .unixDomainSocket, nil: self = .unknown
        }
    }

    /// Bytes of a socket's address, as `sockaddr_in` and `sockaddr_in6` lay them out.
    private static func number(_ address: SocketAddress?, from start: Int, count: Int) -> UInt64 {
        unsafe address?.withSockAddr { pointer, size in
            let bytes = unsafe UnsafeRawBufferPointer(start: pointer, count: size)
            return unsafe bytes.dropFirst(start).prefix(count).reduce(0) { $0 << 8 | UInt64($1) }
        } ?? 0
    }
}

/// Limits the requests of each client: a bucket of one second's tokens that fills as time goes on.
final class ClientRates: Sendable {
    private struct Bucket: Sendable {
        var tokens: Double
        var filled: ContinuousClock.Instant
    }

    let perSecond: Int
    private let maxClients: Int
    private let buckets = Mutex<[ClientAddress: Bucket]>([:])

    /// `perSecond` of 0 sets no limit.
    init(perSecond: Int, maxClients: Int) {
        self.perSecond = perSecond
        self.maxClients = maxClients
    }

    /// Takes a token of that client; nil when there was one, else the whole seconds until there is.
    func take(_ client: ClientAddress, at now: ContinuousClock.Instant = .now) -> Int? {
        guard perSecond > 0 else { return nil }
        let limit = Double(perSecond)
        return buckets.withLock { buckets in
            if buckets.count >= maxClients, buckets[client] == nil { ClientRates.forget(&buckets, now) }
            var bucket = buckets[client] ?? Bucket(tokens: limit, filled: now)
            let passed = bucket.filled.duration(to: now) / .seconds(1)
            bucket.tokens = min(limit, bucket.tokens + max(0, passed) * limit)
            bucket.filled = now
            defer { buckets[client] = bucket }
            guard bucket.tokens >= 1 else { return Int(((1 - bucket.tokens) / limit).rounded(.up)) }
            bucket.tokens -= 1
            return nil
        }
    }

    /// Makes room: buckets that are full again say nothing. When all are in use the count begins anew.
    private static func forget(_ buckets: inout [ClientAddress: Bucket], _ now: ContinuousClock.Instant) {
        let before = buckets.count
        buckets = buckets.filter { $0.value.filled.duration(to: now) < .seconds(1) }
        if buckets.count == before { buckets = [:] }
    }
}
