import Ledger
import Rulebook
import Signing
import TestSupport

/// Every refusal once.
enum RefusalSamples {
    static let winner = CountedUse(statement: StatementID(Digest.leaf([7])), height: Height(7), time: 7_000)

    static let all: [Refusal] = [
        .notAStatement(.tooLarge(byteCount: 70_000)),
        .unknownAct(contentType: "示例"),
        .badPayload(.truncated(offset: 7)),
        .wrongEnvelope(act: .use),
        .wrongOrigin(found: "示例", expected: "示例"),
        .recordsUnexpected(count: 7),
        .badRecord(position: 7),
        .tooManyRecords(found: 7, limit: 7),
        .recordCountDiffers(declared: 7, found: 7),
        .recordRootDiffers(declared: Digest.leaf([7]), found: Digest.leaf([7])),
        .expired(notAfter: 7, now: 7),
        .notAfterTooFar(notAfter: 7, limit: 7),
        .alreadyAccepted(StatementID(Digest.leaf([7]))),
        .unknownMember("示例"),
        .memberNotYetEffective(MemberID(checked: "bank"), from: 7),
        .memberSuspended(MemberID(checked: "bank"), since: 7),
        .unknownKey(TestKey.own("a").publicKey.id),
        .keyNotValid(TestKey.own("a").publicKey.id, from: 7, until: 8),
        .wrongSignature(TestKey.own("a").publicKey.id),
        .missingRole(MemberID(checked: "bank"), .issuer),
        .notEnoughGovernors(found: 7, needed: 7),
        .wrongSequence(found: 7, expected: 7),
        .memberExists(MemberID(checked: "bank")),
        .memberKeyShared(TestKey.own("a").publicKey.id),
        .sampleKey(TestKey.own("a").publicKey.id),
        .alreadySuspended(MemberID(checked: "bank")),
        .typeExists(TypeCode(checked: "TYPE7")),
        .unknownType(TypeCode(checked: "TYPE7")),
        .typeRetired(TypeCode(checked: "TYPE7")),
        .notOwner(TypeCode(checked: "TYPE7"), owner: MemberID(checked: "bank")),
        .wrongTypeVersion(found: 7, expected: 7),
        .notAccredited(MemberID(checked: "bank"), TypeCode(checked: "TYPE7")),
        .noSuchRecord(LeafIndex(7)),
        .recordOfAnotherIssuer(LeafIndex(7), MemberID(checked: "bank")),
        .commitmentDiffers(LeafIndex(7)),
        .unreadableRecord,
        .statusUnchanged(.revoked),
        .statusFinal(.revoked, height: Height(7)),
        .sceneExists(SceneCode(checked: "loan")),
        .unknownScene(SceneCode(checked: "loan")),
        .sceneEnded(SceneCode(checked: "loan"), at: 7),
        .unknownField(TypeCode(checked: "TYPE7"), path: "示例"),
        .badRequest(.tooLarge(byteCount: 70_000)),
        .badRequestPayload(.truncated(offset: 7)),
        .requestExpired(notAfter: 7),
        .wrongRequestSignature(TestKey.own("a").publicKey.id),
        .notTheRequestedKey(TestKey.own("a").publicKey.id),
        .unknownProfile(ProfileID(checked: "basic")),
        .usesBeyondScene(asked: 7, limit: 7),
        .termBeyondScene(asked: 7, limit: 7),
        .usesBeyondRequest(asked: 7, limit: 7),
        .termBeyondRequest(expiry: 7, limit: 7),
        .grantExists(GrantID(Digest.leaf([7]))),
        .unknownGrant(GrantID(Digest.leaf([7]))),
        .grantOfAnotherParty(GrantID(Digest.leaf([7]))),
        .grantWithdrawn(GrantID(Digest.leaf([7])), at: 7),
        .grantExpired(GrantID(Digest.leaf([7])), expiry: 7),
        .alreadyUsed(GrantID(Digest.leaf([7])), index: 7, winner: winner),
        .usedUp(GrantID(Digest.leaf([7])), uses: 7, winner: winner),
        .wrongUseIndex(found: 7, expected: 7),
        .tooSoon(earliest: 7),
        .blockFull,
    ].map { isListed($0) }

    /// A new case does not compile here until it has been added to the list above.
    private static func isListed(_ refusal: Refusal) -> Refusal {
        switch refusal {
        case .notAStatement, .unknownAct, .badPayload, .wrongEnvelope, .wrongOrigin, .recordsUnexpected,
            .badRecord, .tooManyRecords, .recordCountDiffers, .recordRootDiffers, .expired, .notAfterTooFar,
            .alreadyAccepted, .unknownMember, .memberNotYetEffective, .memberSuspended, .unknownKey,
            .keyNotValid, .wrongSignature, .missingRole, .notEnoughGovernors, .wrongSequence, .memberExists,
            .memberKeyShared, .sampleKey, .alreadySuspended, .typeExists, .unknownType, .typeRetired,
            .notOwner, .wrongTypeVersion, .notAccredited, .noSuchRecord, .recordOfAnotherIssuer,
            .commitmentDiffers, .unreadableRecord, .statusUnchanged, .statusFinal, .sceneExists, .unknownScene,
            .sceneEnded, .unknownField, .badRequest, .badRequestPayload, .requestExpired,
            .wrongRequestSignature, .notTheRequestedKey, .unknownProfile, .usesBeyondScene, .termBeyondScene,
            .usesBeyondRequest, .termBeyondRequest, .grantExists, .unknownGrant, .grantOfAnotherParty,
            .grantWithdrawn, .grantExpired, .alreadyUsed, .usedUp, .wrongUseIndex, .tooSoon, .blockFull:
            refusal
        }
    }
}
