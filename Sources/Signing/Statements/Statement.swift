/// The id of a statement: it follows from what was signed, so unsigned bytes cannot make a second one.
public struct StatementID: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let digest: Digest

    /// The id with this digest.
    public init(_ digest: Digest) { self.digest = digest }

    /// An id is made by hashing: its first bytes tell as much as all of them.
    public func hash(into hasher: inout Hasher) { hasher.combine(digest.words.0) }

    public static func < (left: StatementID, right: StatementID) -> Bool { left.digest < right.digest }

    public var description: String { digest.hex }
}

/// The protected header of a statement (RFC 9052 section 3, CWT claims of RFC 9597).
public struct StatementHeader: Hashable, Sendable {
    /// Names the act and its version.
    public let contentType: String
    /// The member that signs; nil when a once-only key of a holder does, or governance.
    public let issuer: String?
    /// The ledger this is for.
    public let origin: String
    /// The last second, POSIX time, at which a block may take it.
    public let notAfter: UInt64

    /// A header of these values; nothing is checked here.
    public init(contentType: String, issuer: String?, origin: String, notAfter: UInt64) {
        self.contentType = contentType
        self.issuer = issuer
        self.origin = origin
        self.notAfter = notAfter
    }
}

/// A signed act as it was received: decoded strictly, its signatures not yet checked.
///
/// One signer makes a COSE_Sign1 (first byte 0xd2), governance a COSE_Sign (first bytes 0xd8 0x62).
public struct Statement: Sendable {
    /// The bytes as received; they are the leaf.
    public let bytes: [UInt8]
    public let header: StatementHeader
    public let payload: [UInt8]
    /// One, or for governance one to 32 in ascending order of key id.
    public let signatures: [StatementSignature]
    /// True for a COSE_Sign.
    public let isGovernance: Bool
    public let id: StatementID

    /// Most signers of a governance act.
    public static let maxSigners = 32
    /// A leaf of the log must fit a two-byte length.
    public static let maxByteCount = 65_535

    /// The bytes that a signer signed: the Sig_structure of RFC 9052 section 4.4.
    public func toBeSigned(_ signature: StatementSignature) -> [UInt8] {
        isGovernance
            ? SigStructure.multiple(body: bodyHeader, signer: signature.protectedHeader, payload: payload)
            : SigStructure.single(body: bodyHeader, payload: payload)
    }

    /// True when that signature is by this key; the key, not the message, decides the algorithm.
    public func isSigned(_ signature: StatementSignature, by key: PublicKey) -> Bool {
        signature.algorithm == key.algorithm && signature.keyID == key.id
            && key.verifies(signature.bytes, over: toBeSigned(signature))
    }

    package let bodyHeader: [UInt8]

    /// Puts together parts that were read or made in the one form, and derives the id.
    package init(
        bytes: [UInt8], header: StatementHeader, bodyHeader: [UInt8], payload: [UInt8],
        signatures: [StatementSignature], isGovernance: Bool
    ) {
        self.bytes = bytes
        self.header = header
        self.bodyHeader = bodyHeader
        self.payload = payload
        self.signatures = signatures
        self.isGovernance = isGovernance
        let signed =
            isGovernance
            ? SigStructure.multiple(body: bodyHeader, signer: [], payload: payload)
            : SigStructure.single(body: bodyHeader, payload: payload)
        var hasher = SHA256()
        hasher.update(Purpose.statementID)
        hasher.update(signed)
        id = StatementID(hasher.finalize())
    }
}

/// One signature of a statement, with what the signer's own header says.
public struct StatementSignature: Hashable, Sendable {
    public let algorithm: SignatureAlgorithm
    public let keyID: KeyID
    public let bytes: [UInt8]
    package let protectedHeader: [UInt8]
}

/// The byte strings that COSE signs (RFC 9052 section 4.4), with no external data.
package enum SigStructure {
    /// What the one signer of a COSE_Sign1 signs.
    package static func single(body: [UInt8], payload: [UInt8]) -> [UInt8] {
        var encoder = CBOREncoder(reserving: body.count + payload.count + 32)
        encoder.array(4)
        encoder.text("Signature1")
        encoder.byteString(body)
        encoder.byteString([])
        encoder.byteString(payload)
        return encoder.bytes
    }

    /// What one of the signers of a COSE_Sign signs; `signer` is that signer's own protected header.
    package static func multiple(body: [UInt8], signer: [UInt8], payload: [UInt8]) -> [UInt8] {
        var encoder = CBOREncoder(reserving: body.count + signer.count + payload.count + 32)
        encoder.array(5)
        encoder.text("Signature")
        encoder.byteString(body)
        encoder.byteString(signer)
        encoder.byteString([])
        encoder.byteString(payload)
        return encoder.bytes
    }
}
