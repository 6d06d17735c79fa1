internal import Rulebook
internal import Signing

extension Refusal {
    /// The words of the rules on scenes, grants, uses, disclosures and passings.
    var grantWords: Words {
        switch self {
        case .sceneExists(let code): .sceneExists(code)
        case .unknownScene(let code): .unknownScene(code)
        case .sceneEnded(let code, let at): .sceneEnded(code, at)
        case .unknownField(let type, let path): .unknownField(type, path)
        case .levelDiffers(let type, let path, let declared, let found):
            .levelDiffers(type, path, declared, found)
        case .sceneDiffers(let code): .sceneDiffers(code)
        case .approvalNotNeeded(let code): .approvalNotNeeded(code)
        case .sceneNotApproved(let code): .sceneNotApproved(code)
        case .badRequest(let error): .badRequest(error.words)
        case .badRequestPayload(let error): .badRequest(error.words)
        case .requestExpired(let notAfter): .requestExpired(notAfter)
        case .wrongRequestSignature(let key): .wrongRequestSignature(key)
        case .notTheRequestedKey(let key): .notTheRequestedKey(key)
        case .unknownProfile(let profile): .unknownProfile(profile)
        case .usesBeyondScene(let asked, let limit): .usesBeyondScene(asked, limit)
        case .termBeyondScene(let asked, let limit): .termBeyondScene(asked, limit)
        case .usesBeyondRequest(let asked, let limit): .usesBeyondRequest(asked, limit)
        case .termBeyondRequest(let expiry, let limit): .termBeyondRequest(expiry, limit)
        case .grantExists(let id): .grantExists(id)
        case .tooManyOpenGrants(let id, let limit): .tooManyOpenGrants(id, limit)
        case .requestRefused(let id, let at): .requestRefused(id, at)
        case .unknownGrant(let id): .unknownGrant(id)
        case .grantOfAnotherParty(let id): .grantOfAnotherParty(id)
        case .grantWithdrawn(let id, let at): .grantWithdrawn(id, at)
        case .grantExpired(let id, let expiry): .grantExpired(id, expiry)
        case .grantPaused(let id, let until): .grantPaused(id, until)
        case .wrongLimitNumber(let found, let expected): .wrongLimitNumber(found, expected)
        case .tooManyLimits(let id, let limit): .tooManyLimits(id, limit)
        case .limitNotTighter(let id, let term, let asked, let limit): .limitNotTighter(id, term, asked, limit)
        case .alreadyUsed(let id, let index, let winner): .alreadyUsed(id, index, winner)
        case .usedUp(let id, let uses, let winner): .usedUp(id, uses, winner)
        case .wrongUseIndex(let found, let expected): .wrongUseIndex(found, expected)
        case .tooSoon(let earliest): .tooSoon(earliest)
        case .badUse(let position, let refusal): .badUse(position, refusal.words)
        case .useNotCounted(let id, let index): .useNotCounted(id, index)
        case .faultKnown(let id, let index): .faultKnown(id, index)
        case .groundNotListed(let code): .groundNotListed(code)
        case .tagExists(let tag): .tagExists(tag)
        case .sealOutOfRange(let until, let allowed): .sealOutOfRange(until, allowed)
        case .latestOutOfRange(let latest, let allowed): .latestOutOfRange(latest, allowed)
        case .notSealed(let id): .notSealed(id)
        case .stillSealed(let until, let latest): .stillSealed(until, latest)
        case .markDiffers(let id): .markDiffers(id)
        case .tooManySealed(let id, let limit): .tooManySealed(id, limit)
        case .wrongPassingNumber(let found, let expected): .wrongPassingNumber(found, expected)
        case .otherUse(let id, let index): .otherUse(id, index)
        case .passedToItself(let member): .passedToItself(member)
        case .wrongLeave(let id): .wrongLeave(id)
        case .leaveExpired(let id, let notAfter): .leaveExpired(id, notAfter)
        case .tooManyPassings(let id, let limit): .tooManyPassings(id, limit)
        case .changeWaiting, .nothingChanges, .notAValidator, .validatorCount, .faultModelUnfit, .crashNotAccepted,
            .downgradeNotAccepted, .tooFewStay, .notReady, .falseReadiness, .staleReadiness, .readinessUnexpected,
            .validatorKeyShared, .validatorKeyRetired, .setTooLarge, .badGovernors, .governorKeyShared,
            .parameterOutOfRange, .offenceKnown, .offenceAhead, .offenceTooOld, .offenceUnproven,
            .notAStatement, .unknownAct, .badPayload, .wrongEnvelope, .wrongOrigin, .recordsUnexpected, .badRecord,
            .tooManyRecords, .recordCountDiffers, .recordRootDiffers, .expired, .notAfterTooFar, .alreadyAccepted,
            .unknownMember, .memberNotYetEffective, .memberSuspended, .unknownKey, .keyNotValid, .wrongSignature,
            .missingRole, .notEnoughGovernors, .wrongSequence, .memberExists, .memberKeyShared, .sampleKey,
            .sampleSealingKey,
            .alreadySuspended, .typeExists, .unknownType, .typeRetired, .notOwner, .wrongTypeVersion, .notAccredited,
            .noSuchRecord, .recordOfAnotherIssuer, .commitmentDiffers, .unreadableRecord, .statusUnchanged,
            .statusFinal, .correctionOpen, .correctionNotOpen, .tooManyOpenCorrections, .blockFull:
            preconditionFailure("\(code) is no rule on scenes, grants, uses, disclosures and passings")
        }
    }
}
