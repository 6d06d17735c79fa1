public import Rulebook

extension Refusal {
    /// What the rule says to the one refused: the fact, and who must do what next.
    public var words: Words {
        switch self {
        case .notAStatement(let error): .notAStatement(error)
        case .unknownAct(let contentType): .unknownAct(contentType)
        case .badPayload(let error): .badPayload(error)
        case .wrongEnvelope(let act): .wrongEnvelope(act)
        case .wrongOrigin(let found, let expected): .wrongOrigin(found, expected)
        case .recordsUnexpected(let count): .recordsUnexpected(count)
        case .badRecord(let position): .badRecord(position)
        case .tooManyRecords(let found, let limit): .tooManyRecords(found, limit)
        case .recordCountDiffers(let declared, let found): .recordCountDiffers(declared, found)
        case .recordRootDiffers(let declared, let found): .recordRootDiffers(declared, found)
        case .expired(let notAfter, let now): .expired(notAfter, now)
        case .notAfterTooFar(let notAfter, let limit): .notAfterTooFar(notAfter, limit)
        case .alreadyAccepted(let id): .alreadyAccepted(id)
        case .unknownMember(let text): .unknownMember(text)
        case .memberNotYetEffective(let id, let from): .memberNotYetEffective(id, from)
        case .memberSuspended(let id, let since): .memberSuspended(id, since)
        case .unknownKey(let key): .unknownKey(key)
        case .keyNotValid(let key, let from, let until): .keyNotValid(key, from, until)
        case .wrongSignature(let key): .wrongSignature(key)
        case .missingRole(let id, let role): .missingRole(id, role)
        case .notEnoughGovernors(let found, let needed): .notEnoughGovernors(found, needed)
        case .wrongSequence(let found, let expected): .wrongSequence(found, expected)
        case .blockFull: .blockFull
        case .memberExists, .memberKeyShared, .sampleKey, .sampleSealingKey, .alreadySuspended, .typeExists,
            .unknownType, .typeRetired,
            .notOwner, .wrongTypeVersion, .notAccredited, .noSuchRecord, .recordOfAnotherIssuer, .commitmentDiffers,
            .unreadableRecord, .statusUnchanged, .statusFinal, .correctionOpen, .correctionNotOpen,
            .tooManyOpenCorrections:
            registryWords
        case .changeWaiting, .nothingChanges, .notAValidator, .validatorCount, .faultModelUnfit, .crashNotAccepted,
            .downgradeNotAccepted, .tooFewStay, .notReady, .falseReadiness, .staleReadiness, .readinessUnexpected,
            .validatorKeyShared, .validatorKeyRetired, .setTooLarge, .badGovernors, .governorKeyShared,
            .parameterOutOfRange, .offenceKnown, .offenceAhead, .offenceTooOld, .offenceUnproven:
            validatorWords
        case .sceneExists, .unknownScene, .sceneEnded, .unknownField, .levelDiffers, .sceneDiffers, .approvalNotNeeded,
            .sceneNotApproved, .badRequest, .badRequestPayload, .requestExpired, .wrongRequestSignature,
            .notTheRequestedKey, .unknownProfile, .usesBeyondScene, .termBeyondScene, .usesBeyondRequest,
            .termBeyondRequest, .grantExists, .tooManyOpenGrants, .requestRefused, .unknownGrant, .grantOfAnotherParty,
            .grantWithdrawn,
            .grantExpired, .grantPaused, .wrongLimitNumber, .tooManyLimits, .limitNotTighter, .alreadyUsed, .usedUp,
            .wrongUseIndex, .tooSoon, .badUse, .useNotCounted, .faultKnown, .groundNotListed, .tagExists,
            .sealOutOfRange, .latestOutOfRange, .notSealed, .stillSealed, .markDiffers, .tooManySealed,
            .wrongPassingNumber, .otherUse, .passedToItself, .wrongLeave, .leaveExpired, .tooManyPassings:
            grantWords
        }
    }
}
