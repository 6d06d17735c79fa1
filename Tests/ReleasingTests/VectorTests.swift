import Releasing
import Sealing
import Signing
import Testing

/// `Vectors/make.py` writes what these read, in Python and without code of ours.
struct VectorTests {
    @Test func `what follows from a context and a secret is what Python derives`() throws {
        let vectors = try Vectors.read("derived.txt")
        let context = try ReleaseWorld(3, quorum: 2).context
        for number in [1, 300] {
            #expect(try Array(context.nonce(of: use(number)).utf8) == vectors["nonce-\(number)"])
        }
        let secret = try #require(DealtSecret(ReleaseWorld.secret("secret")))
        let shares = secret.shares(context, try use(7), quorum: 3, count: 5)
        for share in shares { #expect(share.bytes == vectors["share-7-\(share.position)"]) }
        #expect(DealtSecret(combining: [shares[4], shares[0], shares[2]]) == secret)
        #expect(context.bytes == vectors["context"])
        let part = try #require(PartySecret(ReleaseWorld.secret("party-secret"))).part(context, try use(7))
        #expect(part.ticketKey(secret, context, try use(7)).bytes == vectors["ticket-key-7"])
    }

    @Test(arguments: [(3, 2, 2), (1, 1, 1), (4, 3, 1), (7, 5, 3), (20, 14, 2)])
    func `a deposit has the bytes that Python deals from the same random bytes`(
        _ count: Int, _ quorum: Int, _ uses: Int
    ) throws {
        let vectors = try Vectors.read("deposits.txt")
        let deposit = try ReleaseWorld(count, quorum: quorum).deposit(uses)
        #expect(deposit.manifest.digest.bytes == vectors["manifest-\(count)-\(quorum)-\(uses)"])
        let bytes = deposit.encoded
        let whole = vectors["deposit-\(count)-\(quorum)-\(uses)"]
        #expect(bytes == whole || SHA256.digest(bytes).bytes == whole)
        #expect(try Deposit(decoding: bytes) == deposit)
    }

    @Test func `the deposit that Python dealt opens`() throws {
        let world = try ReleaseWorld(3, quorum: 2)
        let bytes = try #require(try Vectors.read("deposits.txt")["deposit-3-2-2"])
        let deposit = try FittingDeposit(decoding: bytes, within: world.terms).deposit
        for number in 1...2 {
            let opened = try world.open(deposit, try use(number), from: [try at(2), try at(3)])
            #expect(opened.body == ReleaseWorld.body)
            #expect(opened.ticket.caseOpening == Array("case \(number)".utf8))
            #expect(opened.ticket.traceToken == ReleaseWorld.token)
            #expect(opened.presented[1] == "示例凭证乙~示例密钥绑定.\(number).b")
        }
    }

    @Test func `answers have the bytes that Python signs`() throws {
        let world = try ReleaseWorld(3, quorum: 2)
        let deposit = try world.deposit(2)
        let vectors = try Vectors.read("answers.txt")
        for position in world.set.positions {
            #expect(try world.answer(deposit, use(1), position) == vectors["answer-1-\(position)"])
        }
    }

    @Test func `evidence of every kind has the bytes that Python writes, and blames whom it must`() throws {
        let world = try ReleaseWorld(3, quorum: 2)
        let vectors = try Vectors.read("faults.txt")
        let falseShare = try #require(try Attack.falseShare(world))
        #expect(falseShare.evidence.encoded == vectors["false-share"])
        let dealing = try Attack.badDealing(world)
        #expect(dealing.evidence.encoded == vectors["dealing"])
        let ticket = try Attack.garbageTicket(world)
        #expect(ticket.evidence.encoded == vectors["ticket"])
        for (attack, blame) in [
            (falseShare, Blame.validatorGaveFalseShare(try at(2), member: "node-2")), (dealing, .walletDealtBadly),
            (ticket, .walletMadeBadTicket(.doesNotOpen)),
        ] {
            let read = try FaultEvidence(decoding: attack.evidence.encoded)
            #expect(read == attack.evidence && read.digest == attack.evidence.digest)
            #expect(try read.blame(attack.facts) { _ in true } == blame)
        }
    }
}
