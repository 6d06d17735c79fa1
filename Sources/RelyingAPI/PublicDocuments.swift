public import Credentials

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
