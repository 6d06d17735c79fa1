/// Why a check is not yes: the whole catalogue. Each says what is wrong, who must act, and what to do next.
public enum Reason: String, Sendable, CaseIterable {
    /// Grant or use name another member.
    case notAddressedToMe
    /// The passing in the file is of another use, by another, or by no right that holds.
    case passingFalse
    /// The holder signed for another audience.
    case signedForAnother
    /// A receipt is not there.
    case receiptMissing
    /// A receipt does not read.
    case receiptUnreadable
    /// A receipt is of another ledger than the one that is trusted.
    case otherLedger
    /// Too few validators cosigned, or a signature is false.
    case checkpointNotFinal
    /// Validators signed of whom the verifier does not know.
    case epochsMissing
    /// The path does not lead to the checkpoint.
    case notInLog
    /// What the check needs was not proven by another.
    case notReached
    /// A state proof is not there: no node answered, or nobody asked.
    case proofMissing
    /// A state proof does not hold: it says nothing, for or against.
    case proofBroken
    /// A state proof speaks of a block before the use.
    case proofTooOld
    /// The state tells only the last change, and that came after the use.
    case changedSince
    /// The leaf is no grant, or its request does not read.
    case notAGrant
    /// The grant is not signed by its key.
    case grantSignatureFalse
    /// The use is of another grant.
    case otherGrant
    /// The grant has left the state before the proof was made.
    case grantClosed
    /// The grant was over at the use, and the use stands on the ledger: a quorum broke the rules.
    case grantEnded
    /// The leaf is no use.
    case notAUse
    /// The grant counts another statement under this index.
    case notCounted
    /// The ledger has no such scene, or the scene no such profile.
    case sceneUnknown
    /// A required field was not shown.
    case fieldMissing
    /// It does not read as a document.
    case documentUnreadable
    /// A disclosure does not fit the signed digests.
    case disclosureFalse
    /// The document says that it is of another ledger.
    case documentOfOtherLedger
    /// Document and record name different types.
    case typeDiffers
    /// It says to be issued more than a day before or after its record.
    case dateDiffers
    /// The receipt does not tell when the record was made.
    case recordTimeUnknown
    /// The ledger has no such issuer.
    case issuerUnknown
    /// The issuer's entry is younger than the record: its keys of then are not told.
    case issuerKeysChanged
    /// None of the keys that the issuer had then signed it.
    case signatureFalse
    /// The receipt is not that of a document's record.
    case notAnIssue
    /// The record commits to another document.
    case recordOfAnother
    /// Its issuer revoked it.
    case revoked
    /// Its issuer suspended it.
    case suspended
    /// A newer document takes its place.
    case superseded
    /// Its holder disputes it, and the issuer has not answered.
    case inDispute
    /// Its validity was over at the use.
    case expired
    /// Its validity had not begun at the use.
    case notYetValid
    /// The data is older than it should be.
    case stale
    /// The holder did not sign.
    case bindingMissing
    /// The holder's signature is false, or over other disclosures.
    case bindingFalse
    /// The holder signed for another use, or another grant.
    case bindingOfAnotherUse
    /// The holder's signature is from after the use, or far too old.
    case bindingOutOfTime
    /// A field was shown that the profile does not ask for.
    case beyondScene
    /// A document was shown of a type that the profile does not ask for.
    case typeBeyondScene
    /// The case number does not open what request and use commit to.
    case caseDiffers
    /// The checkpoint withstands fewer lying validators than the verifier asks for.
    case assuranceTooLow
    /// The data is older than the verifier accepts.
    case olderThanAccepted
    /// Somebody stands behind it whom the verifier does not accept.
    case labelNotAccepted
}

extension Reason {
    /// The stable code.
    public var code: String {
        rawValue.utf8.reduce(into: "") { code, byte in
            let isCapital = (0x41...0x5a).contains(byte)
            code += (isCapital ? "-" : "") + String(UnicodeScalar(isCapital ? byte + 0x20 : byte))
        }
    }

    /// What a no for this reason makes of a verdict.
    public var state: VerdictState {
        switch self {
        case .notAddressedToMe, .passingFalse, .signedForAnother: .notAddressedToMe
        case .receiptMissing, .otherLedger, .epochsMissing, .notReached, .proofMissing, .proofBroken,
            .proofTooOld, .changedSince, .grantClosed, .recordTimeUnknown, .issuerKeysChanged:
            .couldNotCheck
        case .receiptUnreadable, .checkpointNotFinal, .notAGrant, .grantSignatureFalse, .otherGrant,
            .grantEnded, .notAUse, .documentUnreadable, .disclosureFalse, .typeDiffers, .dateDiffers,
            .signatureFalse, .bindingMissing, .bindingFalse, .bindingOfAnotherUse, .bindingOutOfTime,
            .caseDiffers:
            .invalid
        case .notInLog, .notCounted, .sceneUnknown, .documentOfOtherLedger, .issuerUnknown, .notAnIssue,
            .recordOfAnother:
            .unknown
        case .fieldMissing: .incomplete
        case .revoked: .revoked
        case .suspended: .suspended
        case .superseded: .superseded
        case .inDispute: .inDispute
        case .expired, .notYetValid: .expired
        case .stale, .olderThanAccepted: .stale
        case .assuranceTooLow, .labelNotAccepted: .belowPolicy
        case .beyondScene, .typeBeyondScene: .overScene
        }
    }

    /// Who does what is said to be next.
    public var whoActs: Actor {
        switch self {
        case .notAddressedToMe, .passingFalse, .signedForAnother, .otherLedger, .checkpointNotFinal, .epochsMissing,
            .notInLog, .otherGrant, .grantClosed, .notAUse, .notCounted, .sceneUnknown, .issuerUnknown,
            .beyondScene, .typeBeyondScene, .caseDiffers, .changedSince, .labelNotAccepted, .receiptMissing,
            .receiptUnreadable, .proofBroken, .notAGrant, .grantSignatureFalse, .fieldMissing, .documentUnreadable,
            .disclosureFalse, .documentOfOtherLedger, .notAnIssue, .recordOfAnother, .bindingMissing, .bindingFalse,
            .bindingOfAnotherUse, .assuranceTooLow:
            .relyingParty
        case .revoked, .superseded, .expired, .notYetValid, .bindingOutOfTime: .holder
        case .notReached: .nobody
        case .proofMissing, .proofTooOld, .grantEnded, .recordTimeUnknown: .operator
        case .typeDiffers, .dateDiffers, .issuerKeysChanged, .signatureFalse, .suspended, .inDispute, .stale,
            .olderThanAccepted:
            .issuer
        }
    }

    /// Who can do something about it.
    public enum Actor: String, Sendable, CaseIterable {
        case relyingParty, holder, issuer, `operator`, nobody
    }
}
