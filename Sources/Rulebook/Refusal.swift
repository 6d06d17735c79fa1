public import Ledger
public import Signing

/// Why the rules refuse a statement: a case per rule, with its facts. Times are ms, not-afters POSIX seconds.
public indirect enum Refusal: Error, Equatable, Sendable {
    // The form.
    case notAStatement(StatementError)
    case unknownAct(contentType: String)
    case badPayload(CBORError)
    case wrongEnvelope(act: ActName)
    case wrongOrigin(found: String, expected: String)
    case recordsUnexpected(count: Int)
    case badRecord(position: Int)
    case tooManyRecords(found: Int, limit: UInt64)
    case recordCountDiffers(declared: Int, found: Int)
    case recordRootDiffers(declared: Digest, found: Digest)

    // Time and repetition.
    case expired(notAfter: UInt64, now: UInt64)
    case notAfterTooFar(notAfter: UInt64, limit: UInt64)
    case alreadyAccepted(StatementID)

    // Who signs.
    case unknownMember(String)
    case memberNotYetEffective(MemberID, from: UInt64)
    case memberSuspended(MemberID, since: UInt64)
    case unknownKey(KeyID)
    case keyNotValid(KeyID, from: UInt64, until: UInt64?)
    case wrongSignature(KeyID)
    case missingRole(MemberID, Role)
    case notEnoughGovernors(found: Int, needed: Int)
    case wrongSequence(found: UInt64, expected: UInt64)

    // Validators, governors and parameters.
    case changeWaiting(effective: UInt64)
    case nothingChanges
    case notAValidator(MemberID)
    case validatorCount(found: Int, allowed: ClosedRange<Int>)
    case faultModelUnfit(validators: Int)
    case crashNotAccepted(validators: Int)
    case downgradeNotAccepted(from: Int, to: Int, silent: Int)
    case tooFewStay(staying: Int, needed: Int)
    case notReady(MemberID)
    case falseReadiness(MemberID)
    case staleReadiness(MemberID, signed: UInt64)
    case readinessUnexpected(count: Int)
    case validatorKeyShared(KeyID)
    case validatorKeyRetired(KeyID)
    case setTooLarge(limit: Int)
    case badGovernors(threshold: Int, keys: Int)
    case governorKeyShared(KeyID)
    case parameterOutOfRange(String, value: UInt64, allowed: ClosedRange<UInt64>)

    // Offences of validators.
    case offenceKnown(MemberID, height: Height)
    case offenceAhead(Height)
    case offenceTooOld(Height, oldest: Height)
    case offenceUnproven

    // Members and catalogue.
    case memberExists(MemberID)
    case memberKeyShared(KeyID)
    case sampleKey(KeyID)
    case sampleSealingKey(MemberID)
    case alreadySuspended(MemberID)
    case typeExists(TypeCode)
    case unknownType(TypeCode)
    case typeRetired(TypeCode)
    case notOwner(TypeCode, owner: MemberID)
    case wrongTypeVersion(found: UInt64, expected: UInt64)
    case notAccredited(MemberID, TypeCode)

    // Documents.
    case noSuchRecord(LeafIndex)
    case recordOfAnotherIssuer(LeafIndex, MemberID)
    case commitmentDiffers(LeafIndex)
    /// This node cannot read its own copy of the record now; another may.
    case unreadableRecord
    case statusUnchanged(DocumentState)
    case statusFinal(DocumentState, height: Height)
    case correctionOpen(LeafIndex, height: Height)
    case correctionNotOpen(LeafIndex)
    case tooManyOpenCorrections(MemberID, limit: UInt64)

    // Scenes, grants, uses.
    case sceneExists(SceneCode)
    case unknownScene(SceneCode)
    case sceneEnded(SceneCode, at: UInt64)
    case unknownField(TypeCode, path: String)
    case levelDiffers(TypeCode, path: String, declared: UInt64, found: UInt64)
    case sceneDiffers(SceneCode)
    /// It was approved before, or asks for public facts only.
    case approvalNotNeeded(SceneCode)
    case sceneNotApproved(SceneCode)
    case badRequest(StatementError)
    case badRequestPayload(CBORError)
    case requestExpired(notAfter: UInt64)
    case wrongRequestSignature(KeyID)
    case notTheRequestedKey(KeyID)
    case unknownProfile(ProfileID)
    case usesBeyondScene(asked: UInt64, limit: UInt64)
    case termBeyondScene(asked: UInt64, limit: UInt64)
    case usesBeyondRequest(asked: UInt64, limit: UInt64)
    case termBeyondRequest(expiry: UInt64, limit: UInt64)
    case grantExists(GrantID)
    case tooManyOpenGrants(MemberID, limit: UInt64)
    case requestRefused(GrantID, at: UInt64)
    case unknownGrant(GrantID)
    case grantOfAnotherParty(GrantID)
    case grantWithdrawn(GrantID, at: UInt64)
    case grantExpired(GrantID, expiry: UInt64)
    /// `until` is POSIX seconds.
    case grantPaused(GrantID, until: UInt64)
    case wrongLimitNumber(found: UInt64, expected: UInt64)
    case tooManyLimits(GrantID, limit: UInt64)
    case limitNotTighter(GrantID, LimitedTerm, asked: UInt64, limit: UInt64)
    case alreadyUsed(GrantID, index: UInt64, winner: CountedUse)
    case usedUp(GrantID, uses: UInt64, winner: CountedUse)
    case wrongUseIndex(found: UInt64, expected: UInt64)
    case tooSoon(earliest: UInt64)
    /// Of many uses in one statement the first that is refused, counted from 0, and why; none of them is counted.
    case badUse(position: Int, Refusal)
    case useNotCounted(GrantID, index: UInt64)
    case faultKnown(GrantID, index: UInt64)

    // Reading without consent.
    case groundNotListed(UInt64)
    case tagExists(Digest)
    case sealOutOfRange(until: Height, allowed: ClosedRange<UInt64>)
    /// POSIX seconds.
    case latestOutOfRange(UInt64, allowed: ClosedRange<UInt64>)
    /// No such disclosure, or it is open.
    case notSealed(StatementID)
    /// `latest` is POSIX seconds.
    case stillSealed(until: Height, latest: UInt64)
    case markDiffers(StatementID)
    case tooManySealed(MemberID, limit: UInt64)

    // Passing evidence on.
    case wrongPassingNumber(found: UInt64, expected: UInt64)
    case otherUse(GrantID, index: UInt64)
    case passedToItself(MemberID)
    case wrongLeave(GrantID)
    /// POSIX seconds.
    case leaveExpired(GrantID, notAfter: UInt64)
    case tooManyPassings(MemberID, limit: UInt64)

    // The block.
    case blockFull
}
