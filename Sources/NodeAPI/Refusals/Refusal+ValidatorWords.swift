internal import Ledger
internal import Rulebook
internal import Signing

extension Refusal {
    /// The words of the rules on validators, governors, parameters and offences.
    var validatorWords: Words {
        switch self {
        case .changeWaiting(let effective): .changeWaiting(effective)
        case .nothingChanges: .nothingChanges
        case .notAValidator(let id): .notAValidator(id)
        case .validatorCount(let found, let allowed): .validatorCount(found, allowed)
        case .faultModelUnfit(let count): .faultModelUnfit(count)
        case .crashNotAccepted(let count): .crashNotAccepted(count)
        case .downgradeNotAccepted(let from, let to, let silent): .downgradeNotAccepted(from, to, silent)
        case .tooFewStay(let staying, let needed): .tooFewStay(staying, needed)
        case .notReady(let id): .notReady(id)
        case .falseReadiness(let id): .falseReadiness(id)
        case .staleReadiness(let id, let signed): .staleReadiness(id, signed)
        case .readinessUnexpected(let count): .readinessUnexpected(count)
        case .validatorKeyShared(let key): .validatorKeyShared(key)
        case .validatorKeyRetired(let key): .validatorKeyRetired(key)
        case .setTooLarge(let limit): .setTooLarge(limit)
        case .badGovernors(let threshold, let keys): .badGovernors(threshold, keys)
        case .governorKeyShared(let key): .governorKeyShared(key)
        case .parameterOutOfRange(let name, let value, let allowed): .parameterOutOfRange(name, value, allowed)
        case .offenceKnown(let id, let height): .offenceKnown(id, height)
        case .offenceAhead(let height): .offenceAhead(height)
        case .offenceTooOld(let height, let oldest): .offenceTooOld(height, oldest)
        case .offenceUnproven: .offenceUnproven
        case .notAStatement, .unknownAct, .badPayload, .wrongEnvelope, .wrongOrigin, .recordsUnexpected, .badRecord,
            .tooManyRecords, .recordCountDiffers, .recordRootDiffers, .expired, .notAfterTooFar, .alreadyAccepted,
            .unknownMember, .memberNotYetEffective, .memberSuspended, .unknownKey, .keyNotValid, .wrongSignature,
            .missingRole, .notEnoughGovernors, .wrongSequence, .memberExists, .memberKeyShared, .sampleKey,
            .sampleSealingKey,
            .alreadySuspended, .typeExists, .unknownType, .typeRetired, .notOwner, .wrongTypeVersion, .notAccredited,
            .noSuchRecord, .recordOfAnotherIssuer, .commitmentDiffers, .unreadableRecord, .statusUnchanged,
            .statusFinal, .correctionOpen, .correctionNotOpen, .tooManyOpenCorrections, .blockFull,
            .sceneExists, .unknownScene, .sceneEnded, .unknownField, .levelDiffers, .sceneDiffers, .approvalNotNeeded,
            .sceneNotApproved, .badRequest, .badRequestPayload, .requestExpired, .wrongRequestSignature,
            .notTheRequestedKey, .unknownProfile, .usesBeyondScene, .termBeyondScene, .usesBeyondRequest,
            .termBeyondRequest, .grantExists, .tooManyOpenGrants, .requestRefused, .unknownGrant, .grantOfAnotherParty,
            .grantWithdrawn,
            .grantExpired, .grantPaused, .wrongLimitNumber, .tooManyLimits, .limitNotTighter, .alreadyUsed, .usedUp,
            .wrongUseIndex, .tooSoon, .badUse, .useNotCounted, .faultKnown, .groundNotListed, .tagExists,
            .sealOutOfRange, .latestOutOfRange, .notSealed, .stillSealed, .markDiffers, .tooManySealed,
            .wrongPassingNumber, .otherUse, .passedToItself, .wrongLeave, .leaveExpired, .tooManyPassings:
            preconditionFailure("\(code) is no rule on validators")
        }
    }
}
