public import Signing

/// Why the strongroom does not take a put or an erasure: a case per rule, with its facts.
public enum StrongroomRefusal: Error, Equatable, Sendable {
    // The form.
    case cutOff
    case partTooLong(bytes: Int, limit: Int)
    case notAStatement(StatementError)
    case wrongPurpose(contentType: String)
    case badPayload(CBORError)
    case rootDiffers(declared: Digest, found: Digest)
    case entryCount(Int, limit: Int)
    case bodySize(position: Int, bytes: Int, limit: Int)
    case bodyBytes(found: Int, expected: Int)
    case bodyDiffers(position: Int)
    case tooLarge(bytes: Int, limit: Int)

    // Who signs, and when.
    case signer(Refusal)
    case noDepositor(MemberID)
    case expiryPast(UInt64)
    case expiryTooFar(UInt64, limit: UInt64)

    // What is there, and how much may be.
    case tagTaken(position: Int)
    case quotaReached(MemberID, what: StrongroomMeasure, held: Int, added: Int, limit: Int)
    case full(bytes: Int, limit: Int)
    case diskFull(free: Int, reserve: Int)
    case tooFast(MemberID, bytesPerSecond: Int)
    case wrongEraser(position: Int)

    /// The stable code.
    public var code: String {
        switch self {
        case .cutOff, .partTooLong, .bodyBytes: "strongroom-form"
        case .notAStatement, .wrongPurpose, .badPayload: "strongroom-put-unreadable"
        case .rootDiffers: "strongroom-root-differs"
        case .entryCount, .tooLarge: "strongroom-batch-size"
        case .bodySize: "strongroom-body-size"
        case .bodyDiffers: "strongroom-body-differs"
        case .signer(let refusal): refusal.code
        case .noDepositor: "strongroom-no-depositor"
        case .expiryPast, .expiryTooFar: "strongroom-expiry"
        case .tagTaken: "strongroom-tag-taken"
        case .quotaReached: "strongroom-quota"
        case .full, .diskFull: "strongroom-full"
        case .tooFast: "strongroom-too-fast"
        case .wrongEraser: "strongroom-wrong-eraser"
        }
    }
}

/// What a quota counts.
public enum StrongroomMeasure: Sendable {
    case entries
    case bytes
}
