internal import AsyncHTTPClient
public import Credentials
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
public import RelyingAPI

/// Published texts over HTTP, at the addresses that the desk reads and nowhere else: what a clerk or a document names
/// would otherwise have the desk knock at any door of the party's own network.
///
/// Over TLS, or in the clear on this machine alone; no redirect is followed, and a name is looked up once.
public struct PublicDoor: PublicDocuments {
    private let publishers: [Publisher]
    /// How long all of it may take.
    private static let seconds: Int64 = 10

    /// A door to these alone.
    package init(to publishers: [Publisher]) { self.publishers = publishers }

    public func text(at address: WebAddress, as type: String, max: Int) async throws(PublicDocumentError) -> [UInt8] {
        guard let publisher = publishers.first(where: { $0.origin == address.origin }) else {
            throw address.isNotRead("not among the issuers' addresses that this desk reads")
        }
        guard address.scheme == .https || address.isLoopback else {
            throw address.isNotRead("neither TLS nor this machine")
        }
        do { return try await PublicDoor.text(at: address, of: publisher, as: type, max: max) } catch {
            throw (error as? PublicDocumentError) ?? address.isNotRead(RelyingClient.reason(error))
        }
    }

    /// Races the answer against the time that it may take.
    private static func text(
        at address: WebAddress, of publisher: Publisher, as type: String, max: Int
    ) async throws -> [UInt8] {
        try await withThrowingTaskGroup(of: [UInt8]?.self) { group in
            group.addTask {
                let place = try await PublicDoor.place(of: address)
                guard publisher.mayBePrivate || PublicNetwork.contains(place) else {
                    throw address.isNotRead("\(place) is no address of the internet")
                }
                return try await PublicDoor.text(at: address, place, as: type, max: max)
            }
            group.addTask {
                try await Task.sleep(for: .seconds(PublicDoor.seconds))
                return nil
            }
            defer { group.cancelAll() }
            guard let text = try await group.next() ?? nil else {
                throw address.isNotRead("no answer within \(PublicDoor.seconds) s")
            }
            return text
        }
    }

    /// Where a host is in the network.
    private static func place(of address: WebAddress) async throws -> String {
        let host = address.host.hasPrefix("[") ? String(address.host.dropFirst().dropLast()) : address.host
        let port = Int(address.port ?? (address.scheme == .https ? 443 : 80))
        let place = try await NIOThreadPool.singleton.runIfActive {
            try SocketAddress.makeAddressResolvingHost(host, port: port).ipAddress
        }
        guard let place else { throw address.isNotRead("no network address") }
        return place
    }

    /// Asks at the place that was looked up: a name that is looked up once more could lead elsewhere by then.
    private static func text(
        at address: WebAddress, _ place: String, as type: String, max: Int
    ) async throws -> [UInt8] {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow, timeout: .init(connect: .seconds(5)))
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.dnsOverride = [address.host: place]
        return try await HTTPClient.withHTTPClient(configuration: configuration) { client in
            var request = HTTPClientRequest(url: address.description)
            request.headers.add(name: "accept", value: type)
            let response = try await client.execute(request, timeout: .seconds(PublicDoor.seconds))
            guard response.status == .ok else { throw address.isNotRead("status \(response.status.code)") }
            return Array(try await response.body.collect(upTo: max).readableBytesView)
        }
    }
}

extension WebAddress {
    fileprivate func isNotRead(_ reason: String) -> PublicDocumentError {
        PublicDocumentError(address: description, reason: reason)
    }
}
