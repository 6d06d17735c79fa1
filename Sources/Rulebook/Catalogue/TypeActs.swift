public import Signing

/// `type.register`: governance admits a document type and names its owner.
public struct RegisterType: Hashable, Sendable, CBORCodable {
    public let sequence: UInt64
    public let type: DocumentType

    public init(sequence: UInt64, type: DocumentType) {
        self.sequence = sequence
        self.type = type
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(2)
        encoder.unsigned(sequence)
        type.encode(into: &encoder)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 2)
        sequence = try decoder.unsigned(max: 1 << 53)
        type = try DocumentType(from: &decoder)
    }
}

/// `type.update`: its owner publishes the next version; documents of older versions stay verifiable.
public struct UpdateType: Hashable, Sendable, CBORCodable {
    /// The version in force plus one.
    public let version: UInt64
    public let type: DocumentType

    public init(version: UInt64, type: DocumentType) {
        self.version = version
        self.type = type
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(2)
        encoder.unsigned(version)
        type.encode(into: &encoder)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 2)
        version = try decoder.unsigned(max: 1 << 53)
        type = try DocumentType(from: &decoder)
    }
}

/// `type.retire`: no documents of the type are minted any more.
public struct RetireType: Hashable, Sendable, CBORCodable {
    public let code: TypeCode

    public init(code: TypeCode) { self.code = code }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(1)
        code.encode(into: &encoder)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 1)
        code = try TypeCode(from: &decoder)
    }
}

/// `accredit`: a type's owner says who may mint it, and from when to when (POSIX seconds).
///
/// A new accreditation of the same issuer replaces the old one; one that is over ends the right.
public struct Accredit: Hashable, Sendable, CBORCodable {
    public let code: TypeCode
    public let issuer: MemberID
    public let period: Period

    public init(code: TypeCode, issuer: MemberID, period: Period) {
        self.code = code
        self.issuer = issuer
        self.period = period
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(3)
        code.encode(into: &encoder)
        issuer.encode(into: &encoder)
        period.encode(into: &encoder)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 3)
        code = try TypeCode(from: &decoder)
        issuer = try MemberID(from: &decoder)
        period = try Period(from: &decoder)
    }
}

/// A stretch of time in POSIX seconds: from its start on, before its end.
public struct Period: Hashable, Sendable, CBORCodable {
    public let from: UInt64
    /// Nil: no end is set.
    public let until: UInt64?

    public init(from: UInt64, until: UInt64?) {
        self.from = from
        self.until = until
    }

    /// True at a block's time, in ms.
    public func contains(_ time: UInt64) -> Bool {
        let second = time / 1_000
        return from <= second && second < until ?? .max
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(2)
        encoder.unsigned(from)
        encoder.optional(until) { $0.unsigned($1) }
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 2)
        from = try decoder.unsigned(max: .posixLimit)
        until = try decoder.optional { (inner) throws(CBORError) in try inner.unsigned(max: .posixLimit) }
    }
}
