import HTTPTypes
import HummingbirdTesting
import NodeAPI
import NodeApp
import Releasing
import Rulebook
import Sealing
import Signing
import TestSupport
import Testing

/// A holder's grant with what the wallet deals for it: everything can be altered before it is handed in.
struct DealtGrant {
    var grant: TestGrant
    var uses = 2
    var first = 1
    /// When the deposit expires, in seconds from the ledger's clock.
    var life: UInt64 = 1_800
    /// The regulator that can open the trace packet.
    var regulator = TestMember.regulator
    /// What a lying wallet alters before it seals.
    var spoil: (@Sendable (inout DealingDraft) -> Void)?
    var bodyByteCount = 100

    init(_ name: String = "示例寄存人") { grant = TestGrant(name) }

    func expiry(in ledger: TestLedger) -> UInt64 { ledger.clock / 1_000 + life }

    func context(in network: Network) -> GrantContext {
        GrantContext(network, GrantID(origin: network.origin, key: grant.named.publicKey), grant.party.id)
    }

    /// Deals to the node's keys of the week of the expiry.
    func deal(in served: ServedNode, to context: GrantContext? = nil) async throws -> Deposit {
        let network = served.network
        let expiry = expiry(in: served.signer)
        let week = ExpiryWeek(of: expiry)
        let body: WeeklyKeysBody = try await served.get("/deposits/keys?week=\(week)").json()
        let set = DealtSet(network)
        let keys = try #require(
            WeeklyKey.keys(of: set, expiry: expiry, from: body.announcements, in: network.origin))
        let presentation = String(repeating: "示", count: bodyByteCount / 3)
        let dealing = try Dealing(
            context ?? self.context(in: network), to: set,
            keys: DealingKeys(
                validators: keys, party: try sealingKey(of: grant.party), regulator: try sealingKey(of: regulator)),
            expiry: expiry, bodies: [DepositBody(presentations: [presentation], receipts: [])],
            uses: (0..<uses).map { UsePackage(keyBindings: ["示例密钥绑定 \($0)"], caseOpening: [1]) }, from: first,
            traceToken: [7])
        var random = SystemRandom()
        guard let spoil else { return dealing.deal(using: &random) }
        let salt = random.bytes(DepositManifest.saltByteCount)
        var draft = DealingDraft(dealing, using: &random)
        spoil(&draft)
        return draft.sealed(salt: salt, using: &random)
    }

    private func sealingKey(of member: TestMember) throws -> SealingPublicKey {
        try #require(SealingPrivateKey(secret: SampleKeys.sealingSecret(member.rawValue))).publicKey
    }

    /// The deposit with the party's request.
    func handed(_ deposit: Deposit, in served: ServedNode) -> HandedDeposit {
        HandedDeposit(leave: grant.signedRequest(in: served.signer).bytes, deposit: deposit.encoded)
    }
}

extension ServedNode {
    func hand(_ deposit: HandedDeposit) async throws -> TestResponse {
        try await post(bytes: deposit.encoded, to: "/deposits", mediaType: "application/cbor")
    }
}
