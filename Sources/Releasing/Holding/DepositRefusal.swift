public import Signing

/// Why a deposit is not taken, or not acknowledged: a case per rule, with its facts.
public enum DepositRefusal: Error, Equatable, Sendable {
    // The form: what any reader sees.
    case tooLarge(bytes: Int, limit: Int)
    case encoding(CBORError)
    case missing(DepositPart)
    case differs(DepositPart)

    // What it is for: what the request, the scene and the epoch say.
    case otherManifest(found: Digest, expected: Digest)
    case otherContext(GrantContext)
    case otherQuorum(found: Int, shares: Int, expected: Int, validators: Int)
    case otherRegulator
    case uses(UseRange, most: Int)
    case expiry(UInt64, allowed: ClosedRange<UInt64>)
    case bytesLeft(Int, needed: Int)
    case entriesLeft(Int, needed: Int)

    // What is inside: what only its reader sees.
    case partDoesNotOpen
    case partDiffers(SecretIndex)
    case sharesDoNotOpen(Position)
    case sharesIncomplete(Position)
    case shareDiffers(Position, SecretIndex)

    /// The stable code.
    public var code: String {
        switch self {
        case .tooLarge: "deposit-too-large"
        case .encoding: "deposit-unreadable"
        case .missing: "deposit-part-missing"
        case .differs: "deposit-part-differs"
        case .otherManifest: "deposit-other-manifest"
        case .otherContext: "deposit-other-context"
        case .otherQuorum: "deposit-other-quorum"
        case .otherRegulator: "deposit-other-regulator"
        case .uses: "deposit-uses"
        case .expiry: "deposit-expiry"
        case .bytesLeft, .entriesLeft: "deposit-quota"
        case .partDoesNotOpen: "deposit-part-closed"
        case .partDiffers: "deposit-part-false"
        case .sharesDoNotOpen: "deposit-shares-closed"
        case .sharesIncomplete: "deposit-shares-incomplete"
        case .shareDiffers: "deposit-share-false"
        }
    }

    /// Who must do what so that it goes on.
    public var nextStep: String {
        switch self {
        case .tooLarge, .bytesLeft, .entriesLeft:
            "grant fewer uses or smaller files at once; the party that asked can have its quota raised"
        case .encoding: "make the deposit with a program that follows docs/protocol/release.md"
        case .missing, .differs: "hand the whole deposit over again"
        case .otherManifest: "hand over the deposit that the grant names"
        case .otherContext, .otherQuorum, .otherRegulator:
            "the wallet deals again, for this request and to the validators of today"
        case .uses, .expiry: "the wallet deals again, within the request's uses and the ledger's limit of time"
        case .partDoesNotOpen, .partDiffers: "the wallet deals again, to the party's key of today"
        case .sharesDoNotOpen: "the wallet deals again, to the validators' keys of the week of the expiry"
        case .sharesIncomplete, .shareDiffers:
            "the wallet dealt a bad share: it deals again, and the party does not submit this grant"
        }
    }
}

extension DepositRefusal: CustomStringConvertible {
    /// The fact.
    public var description: String {
        switch self {
        case .tooLarge(let bytes, let limit): "\(bytes) bytes, at most \(limit)"
        case .encoding(let error): "not a deposit: \(error)"
        case .missing(let part): "the \(part) is missing"
        case .differs(let part): "the \(part) is not what the manifest lists"
        case .otherManifest(let found, let expected): "manifest \(found), expected \(expected)"
        case .otherContext(let context):
            "for grant \(context.grant) of \(context.party) on \(context.origin), dealt to set \(context.set)"
        case .otherQuorum(let found, let count, let expected, let validators):
            "dealt to \(found) of \(count), the set has \(expected) of \(validators)"
        case .otherRegulator: "sealed to another regulator's key"
        case .uses(let range, let most): "uses \(range.first.value) to \(range.last.value), at most use \(most)"
        case .expiry(let found, let allowed):
            "expires at \(found), allowed is \(allowed.lowerBound) to \(allowed.upperBound)"
        case .bytesLeft(let left, let needed): "\(needed) bytes, \(left) are left to the party"
        case .entriesLeft(let left, let needed): "\(needed) parts, \(left) are left to the party"
        case .partDoesNotOpen: "the party's part does not open by its key"
        case .partDiffers(let index): "the party's part for \(index) is not what the manifest says"
        case .sharesDoNotOpen(let position): "the shares of validator \(position) do not open by its key"
        case .sharesIncomplete(let position): "validator \(position) was not dealt a share of each secret"
        case .shareDiffers(let position, let index):
            "the share of \(index) for validator \(position) is not what the manifest says"
        }
    }
}
