internal import AsyncHTTPClient
public import Credentials
internal import Foundation
internal import NIOCore
internal import NIOHTTP1

/// What issuers publish for everybody: metadata, types, status lists.
public protocol PublicDocuments: Sendable {
    /// The text at an address, as this content type.
    func text(at address: WebAddress, as type: String, max: Int) async throws(PublicDocumentError) -> [UInt8]
}

/// Why a published text is not at hand. Nothing is said of any document by it.
public struct PublicDocumentError: Error, Hashable, Sendable, CustomStringConvertible {
    public let address: String
    public let reason: String

    public init(address: String, reason: String) {
        self.address = address
        self.reason = reason
    }

    public var description: String { "\(address) (\(reason))" }
}

/// Published texts over HTTP: over TLS, or in the clear on this machine alone; no redirect is followed.
public struct PublicDoor: PublicDocuments {
    private static let seconds: Int64 = 10

    public init() {}

    public func text(at address: WebAddress, as type: String, max: Int) async throws(PublicDocumentError) -> [UInt8] {
        guard address.scheme == .https || address.isLoopback else {
            throw PublicDocumentError(address: address.description, reason: "neither TLS nor this machine")
        }
        var request = HTTPClientRequest(url: address.description)
        request.headers.add(name: "accept", value: type)
        do {
            let response = try await RelyingClient.http.execute(request, timeout: .seconds(PublicDoor.seconds))
            guard response.status == .ok else {
                throw PublicDocumentError(address: address.description, reason: "status \(response.status.code)")
            }
            return Array(try await response.body.collect(upTo: max).readableBytesView)
        } catch let error as PublicDocumentError { throw error } catch {
            throw PublicDocumentError(address: address.description, reason: RelyingClient.reason(error))
        }
    }
}
