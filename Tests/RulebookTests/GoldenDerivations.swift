import Ledger
import Replication
import Rulebook
import Signing
import TestSupport

extension GoldenValues {
    /// What follows from the golden values: names and texts or hexadecimal.
    static func derived() throws -> [(name: String, value: String)] {
        let network = try network()
        return genesisFacts(network) + statementFacts(network) + stateFacts(network) + (try blockFacts(network))
    }

    private static func genesisFacts(_ network: Network) -> [(name: String, value: String)] {
        let genesis = network.genesis
        let validator = genesis.validators[0]
        return [
            ("genesis", Hex.encode(genesis.encoded)), ("genesis-digest", network.digest.hex),
            ("origin", network.origin), ("validators-digest", network.validatorsDigest.hex),
            ("parameters-digest", network.parametersDigest.hex), ("log-vkey", genesis.logKey(of: validator).vkey),
            ("cosigner-vkey", genesis.cosignerKey(of: validator).vkey),
            ("policy", Hex.encode(Array(network.policy.text.utf8))),
        ]
    }

    private static func statementFacts(_ network: Network) -> [(name: String, value: String)] {
        let acts = Dictionary(uniqueKeysWithValues: acts(network).map { ($0.name, $0) })
        guard let noted = acts[.anchorNote], let suspended = acts[.suspendMember], let withdrawn = acts[.withdraw]
        else {
            return []
        }
        let note = statement(noted, network)
        let suspension = statement(suspended, network)
        let withdrawal = statement(withdrawn, network)
        return [
            ("kid-ed25519", Hex.encode(TestMember.police.key.publicKey.id.bytes)),
            ("kid-es256", Hex.encode(TestKey.own("bank/es256").publicKey.id.bytes)),
            ("statement-member", Hex.encode(note.bytes)), ("statement-member-id", note.id.digest.hex),
            ("statement-governance", Hex.encode(suspension.bytes)),
            ("statement-governance-id", suspension.id.digest.hex),
            ("statement-holder", Hex.encode(withdrawal.bytes)), ("statement-holder-id", withdrawal.id.digest.hex),
            ("request", Hex.encode(signedRequest(network).bytes)),
        ]
    }

    private static func stateFacts(_ network: Network) -> [(name: String, value: String)] {
        let status = StateKey.status(origin: network.origin, issuer: TestMember.police.id, commitment: commitment)
        let id = GrantID(origin: network.origin, key: holder.publicKey)
        var grant = Grant(
            party: TestMember.bank.id, request: request, requestNotAfter: start + 86_400, deposit: SHA256.digest([5]),
            uses: 2, expiry: start + 600_000)
        grant.counted = [
            CountedUse(statement: StatementID(SHA256.digest([8])), height: Height(9), time: start * 1_000 + 9)
        ]
        let disputed = IssueRecord.commitment(
            correctionKey: holder.publicKey, document: SHA256.digest(Array("示例证照".utf8)))
        let correction = StateKey.correction(
            origin: network.origin, issuer: TestMember.police.id, commitment: commitment)
        let entry = CorrectionEntry(
            number: 2, opened: start * 1_000, height: Height(7), due: start * 1_000 + 1_296_000_000)
        var answered = entry
        answered.answer = CorrectionEntry.Answer(outcome: .upheld, time: start * 1_000 + 9, height: Height(9))
        let opening = OpenDisclosure(statement: StatementID(SHA256.digest([16])), mark: sealedTag)
        let passed = PassingEntry(
            party: TestMember.bank.id, index: 1, recipient: .member(TestMember.notary.id), ground: .courtOrder,
            time: start * 1_000 + 9, height: Height(9))
        let note = RefusalNote(
            .usedUp(id, uses: 1, winner: grant.counted[0]), of: StatementID(SHA256.digest([9])), at: Height(10),
            time: start * 1_000 + 10)
        return [
            ("record-commitment", commitment.digest.hex), ("record", Hex.encode(records[0].encoded)),
            ("record-with-expiry", Hex.encode(records[1].encoded)), ("status-key", Hex.encode(status.key)),
            ("status-path", status.hash.hex),
            (
                "status-entry",
                Hex.encode(StatusEntry(state: .revoked, since: start * 1_000, height: Height(7)).encoded)
            ),
            ("correction-commitment", disputed.digest.hex), ("correction-path", correction.hash.hex),
            ("correction-entry", Hex.encode(entry.encoded)), ("correction-answered", Hex.encode(answered.encoded)),
            ("grant-id", id.digest.hex), ("grant-path", StateKey.grant(id).hash.hex),
            ("grant-entry", Hex.encode(grant.encoded)),
            ("use-record", Hex.encode(uses(network)[0].encoded)),
            ("open-path", StateKey.open(TestMember.bank.id).hash.hex),
            ("open-entry", Hex.encode(OpenCounts(grants: 300, corrections: 2).encoded)),
            ("trace-path", StateKey.trace(id).hash.hex),
            ("sealed-path", StateKey.sealed(StatementID(SHA256.digest([16]))).hash.hex),
            ("opened-path", StateKey.opened(SHA256.digest([17])).hash.hex),
            ("opening-key", Hex.encode(opening.key.publicKey.bytes)),
            ("recipient", recipient.commitment.digest.hex),
            ("passing-path", StateKey.passing(id, by: TestMember.bank.id, 3).hash.hex),
            ("passing-entry", Hex.encode(passed.encoded)),
            ("disclosure-path", StateKey.disclosure(SHA256.digest([17])).hash.hex),
            ("accreditation-path", StateKey.accreditation(TestMember.police.id, TestType.identity.code).hash.hex),
            ("scene-path", StateKey.scene(TestMember.bank.id, TestScene.loan.code).hash.hex),
            ("member-path", StateKey.member(TestMember.police.id).hash.hex),
            ("type-path", StateKey.type(TestType.identity.code).hash.hex),
            ("account-request", Hex.encode(accountRequest.encoded)), ("binding", Hex.encode(binding)),
            ("refusal", Hex.encode(note.encoded)),
        ]
    }

    private static let accountRequest = AccountRequest(
        holderKey: TestKey.own("bank/es256").publicKey, mailboxKey: (0..<32).map { 0x20 + $0 },
        mailboxRoot: SHA256.digest([10]), recoveryKey: holder.publicKey)

    private static var binding: [UInt8] {
        guard let account = AccountID([UInt8](0..<16)) else { return [] }
        return WalletBinding(
            account: account, serial: 2, request: accountRequest, level: 2, issued: start,
            previous: SHA256.digest([11])
        ).encoded
    }

    private static func blockFacts(_ network: Network) throws -> [(name: String, value: String)] {
        var ledger = TestLedger(network)
        try ledger.heartbeat()
        guard let block = ledger.blocks.first else { return [] }
        return [
            ("first-state-root", LedgerState(network: network).tree.root.hex),
            ("first-seal", Hex.encode(block.seal.encoded)), ("first-block-id", block.seal.id.digest.hex),
        ]
    }
}
