public import Ledger
public import Signing

/// Why a node is not sure what it has signed.
public enum DoubtCause: UInt64, Hashable, Sendable, CaseIterable {
    /// The guard's file was not there.
    case guardMissing = 1
    /// The guard's file was there and could not be read.
    case guardUnreadable
    /// The log or the checkpoint beside it shows signatures that the guard does not know: an older copy was put back.
    case guardOld
    /// The others have a signature of this node that the guard does not know: an older copy, or a second process.
    case signatureForgotten
    /// The folder began empty, and its operator says that the keys have signed in another one.
    case folderNew
    /// More others than may lie are linked with another process that has this node's keys.
    case secondProcess
}

/// A node that is not sure what it signed. It observes: it follows, serves and forwards, and signs nothing.
///
/// It signs again at a height that it cannot have reached before: three above the highest that enough others prove.
public struct Doubt: Hashable, Sendable, CBORCodable {
    public let cause: DoubtCause
    /// The validator set when the doubt began; the proof holds only while it is the same.
    public let validators: Digest
    /// The operator has said that nothing else signs with these keys, and that the node may come back.
    public private(set) var isAllowed: Bool
    /// The first height that the node signs again; nil until enough others have answered.
    public private(set) var resume: Height?

    /// A doubt that nobody has looked at.
    public init(_ cause: DoubtCause, validators: Digest) {
        self.cause = cause
        self.validators = validators
        isAllowed = false
    }

    /// The same with the operator's word; a proof that was begun before counts for nothing.
    public var allowed: Doubt {
        var doubt = self
        doubt.isAllowed = true
        doubt.resume = nil
        return doubt
    }

    /// Heights from the highest proven one to the first that is signed again.
    static let distance: UInt64 = 3

    /// Ends the asking; a height near the limit is nobody's.
    mutating func settle(above highest: Height) {
        guard highest.value <= Height.limit - Doubt.distance else { return }
        resume = Height(highest.value + Doubt.distance)
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(4)
        encoder.unsigned(cause.rawValue)
        encoder.digest(validators)
        encoder.bool(isAllowed)
        encoder.optional(resume) { $1.encode(into: &$0) }
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 4)
        let start = decoder.offset
        let code = try decoder.unsigned()
        guard let cause = DoubtCause(rawValue: code) else { throw .unknownCode(offset: start, code: code) }
        self.cause = cause
        validators = try decoder.digest()
        isAllowed = try decoder.bool()
        resume = try decoder.optional { (inner) throws(CBORError) in try Height(from: &inner) }
        if resume != nil, !isAllowed { throw .outOfRange(offset: start) }
    }
}
