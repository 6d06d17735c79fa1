import HTTPTypes
import HummingbirdTesting
import Ledger
import NodeAPI
import NodeApp
import Releasing
import Rulebook
import Sealing
import Signing
import TestSupport
import Testing

/// A grant that is final with its deposit, and what its party makes of the node's shares.
struct FreedGrant {
    let dealt: DealtGrant
    let deposit: Deposit
    /// Fresh for each statement in a program; one for all of a test.
    let key = SealingPrivateKey()
    private let served: ServedNode

    var manifest: DepositManifest { deposit.manifest }

    /// Deals, hands in and commits.
    init(_ name: String = "示例放行人", in served: ServedNode, alter: (inout DealtGrant) -> Void = { _ in }) async throws {
        var dealt = DealtGrant(name)
        alter(&dealt)
        deposit = try await dealt.deal(in: served)
        dealt.grant.deposit = deposit.manifest.digest
        #expect(try await served.hand(dealt.handed(deposit, in: served)).status == .ok)
        try await served.commit([dealt.grant.submission(in: served.signer)])
        self.dealt = dealt
        self.served = served
    }

    /// A use, to whose key the shares are sealed.
    func use(_ index: UInt64) -> Submission {
        let act = Use(
            grant: dealt.grant.id(in: served.signer), index: index, releaseKey: ReleaseKey(key.publicKey),
            caseCommitment: .test("示例用证 \(index)"), clerkCommitment: .test("示例柜员 \(index)"))
        return served.signer.submission(.use(act), by: .member(dealt.grant.party))
    }

    func trace() -> Submission {
        let act = Trace(
            grant: dealt.grant.id(in: served.signer), ground: LegalGround.courtOrder.rawValue,
            caseCommitment: .test("示例案件"), releaseKey: ReleaseKey(key.publicKey))
        return served.signer.submission(.trace(act), by: .member(.regulator))
    }

    /// What the ledger says of a statement that is final.
    func known(_ submission: Submission) async throws -> KnownRelease {
        let id = try Statement(decoding: submission.statement).id
        let outcome: OutcomeBody = try await served.get("/statements/\(id)").json()
        let height = try #require(outcome.height)
        let block: BlockBody = try await served.get("/blocks/\(height)").json()
        return KnownRelease(
            statement: id, height: Height(height), block: BlockID(try #require(Digest(hex: block.id))), key: key)
    }

    /// The secret that the node's answer to a statement gives.
    func secret(
        _ submission: Submission, _ index: SecretIndex, of manifest: DepositManifest? = nil
    ) async throws -> CheckedSecret {
        let answer = try await served.ask(submission)
        #expect(answer.headers[.contentType] == "application/cose")
        let set = DealtSet(served.network)
        let received = try ReceivedAnswer(
            answer.bytes, to: try await known(submission), from: set, in: served.network.origin)
        var collection = try #require(ShareCollection(of: manifest ?? self.manifest, index, from: set))
        _ = try collection.take(received)
        return try collection.secret()
    }

    /// What a use shows its party.
    func open(_ submission: Submission, _ number: Int) async throws -> OpenedUse {
        let secret = try await secret(submission, try #require(SecretIndex(use: number)))
        let party = try #require(SealingPrivateKey(secret: SampleKeys.sealingSecret(dealt.grant.party.rawValue)))
        return try secret.open(try PartyDeposit(deposit, by: party))
    }

    /// The words of the node on what it has deleted, read and checked.
    func deletions(of manifest: DepositManifest? = nil) async throws -> [DeletionWord] {
        let digest = (manifest ?? self.manifest).digest
        let body: DeletionsBody = try await served.get("/deposits/deletions/\(digest.hex)").json()
        return try body.words.compactMap { Base64.decode($0) }.map { bytes in
            try DeletionWord(verifying: bytes, from: DealtSet(served.network), in: served.network.origin)
        }
    }

    /// True when a part can still be fetched.
    func holds(_ part: DepositPart) async throws -> Bool {
        try await served.get("/strongroom/\(part.tag(manifest).hex)").status == .ok
    }
}

extension ServedNode {
    /// Asks for the shares that a statement sets free.
    func ask(_ submission: Submission, from: Int? = nil) async throws -> TestResponse {
        let id = try Statement(decoding: submission.statement).id
        let from = from.map { ", \"from\": \($0)" } ?? ""
        return try await ask(text: "{\"statement\": \"\(id)\"\(from)}")
    }

    func ask(text: String) async throws -> TestResponse {
        try await post(bytes: Array(text.utf8), to: "/release", mediaType: "application/json")
    }
}
